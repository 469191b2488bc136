package corral.itest.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The kernel's cgroup v1 in a place of the test's own. */
final class KernelGrouping extends FileGrouping {
  private final Hierarchy hierarchy;

  /** What its lines in {@code /proc/<pid>/cgroup} begin with, after the hierarchy's number. */
  private final String label;

  KernelGrouping(Hierarchy hierarchy) {
    super(hierarchy.top().toString());
    this.hierarchy = hierarchy;
    this.label =
        hierarchy.path().isEmpty() ? "name=" + hierarchy.top().getFileName() + ":" : "cpuset:";
  }

  @Override
  public String membership(int pid) {
    try (var lines = Files.lines(Path.of("/proc/" + pid + "/cgroup"))) {
      return lines
          .map(line -> line.substring(line.indexOf(':') + 1))
          .filter(line -> line.startsWith(label))
          .map(line -> belowTop(line.substring(label.length())))
          .findFirst()
          .orElse("nowhere");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String cpuset(int pid) throws Refusal {
    try (var file = new Opened("/proc/" + pid + "/cpuset", SystemCalls.READ_ONLY)) {
      return belowTop(file.read());
    }
  }

  @Override
  public void settle() {
    // The kernel knows at once.
  }

  private String belowTop(String path) {
    return path.startsWith(hierarchy.path()) ? path.substring(hierarchy.path().length()) : "above";
  }
}
