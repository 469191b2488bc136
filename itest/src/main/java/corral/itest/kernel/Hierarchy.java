package corral.itest.kernel;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * A place of the test's own in the kernel's cgroup v1. What was there before is not changed;
 * closing it removes what was made.
 *
 * @param top the directory that the test acts in
 * @param mount what is unmounted at the end; empty if the hierarchy was mounted before
 */
record Hierarchy(Path top, Optional<Path> mount) implements AutoCloseable {
  private static final String PREFIX = "corral-test-";
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final int MOST_ATTEMPTS = 20;

  /** A new hierarchy without controllers, of which the top is the root. */
  static Hierarchy named() throws IOException {
    var directory = Files.createTempDirectory(PREFIX);
    return mounted(directory, namedOptions(directory), directory);
  }

  private static String namedOptions(Path directory) {
    return "none,name=" + directory.getFileName();
  }

  /** A cpuset below the root of all cpusets, with everything that the machine has. */
  static Hierarchy cpuset() throws IOException {
    var root = mountedCpusets();
    var name = PREFIX + ProcessHandle.current().pid();
    if (root.isPresent()) {
      return made(new Hierarchy(root.get().resolve(name), Optional.empty()));
    }
    var directory = Files.createTempDirectory(PREFIX);
    return made(mounted(directory, "cpuset", directory.resolve(name)));
  }

  private static Optional<Path> mountedCpusets() throws IOException {
    try (var mounts = Files.lines(Path.of("/proc/self/mounts"))) {
      return mounts
          .map(line -> line.split(" ", -1))
          .filter(fields -> fields[2].equals("cgroup"))
          .filter(fields -> ("," + fields[3] + ",").contains(",cpuset,"))
          .map(fields -> Path.of(fields[1]))
          .findFirst();
    }
  }

  private static Hierarchy mounted(Path directory, String options, Path top) throws IOException {
    try {
      SystemCalls.mountCgroup(directory.toString(), options);
    } catch (Refusal e) {
      Files.delete(directory);
      return abort("needs cgroup v1: mount -t cgroup -o " + options + ": " + e.errno());
    }
    return new Hierarchy(top, Optional.of(directory));
  }

  private static Hierarchy made(Hierarchy cpuset) throws IOException {
    try {
      SystemCalls.mkdir(cpuset.top.toString());
    } catch (Refusal e) {
      cpuset.close();
      return abort("needs a v1 cpuset: mkdir " + cpuset.top + ": " + e.errno());
    }
    var root = cpuset.top.resolveSibling("cpuset.cpus");
    if (!Files.exists(root)) {
      cpuset.close();
      return abort("needs cpusets with the prefix in the names of their files");
    }
    return cpuset;
  }

  /** The path of the top within its hierarchy, without a {@code /} at its end. */
  String path() {
    return mount.filter(top::equals).isPresent() ? "" : "/" + top.getFileName();
  }

  @Override
  public void close() throws IOException {
    try {
      if (!top.equals(mount.orElse(null)) && Files.exists(top)) {
        SystemCalls.rmdir(top.toString());
      }
      if (mount.isPresent()) {
        unmount(mount.get());
      }
    } catch (Refusal e) {
      throw new IOException("left behind: " + this, e);
    }
  }

  private void unmount(Path directory) throws IOException, Refusal {
    SystemCalls.unmount(directory.toString());
    if (top.equals(directory)) {
      awaitEnd(directory);
    }
    Files.delete(directory);
  }

  /**
   * The kernel keeps a named hierarchy that is unmounted while containers that were removed are not
   * freed yet; it then goes with a later mount. There is no event to wait for.
   */
  private static void awaitEnd(Path directory) throws IOException, Refusal {
    for (int attempt = 0; !ends(directory); attempt++) {
      if (attempt == MOST_ATTEMPTS) {
        throw new IOException("the kernel keeps the hierarchy " + directory.getFileName());
      }
      SystemCalls.mountCgroup(directory.toString(), namedOptions(directory));
      SystemCalls.unmount(directory.toString());
    }
  }

  private static boolean ends(Path directory) throws IOException {
    var line = ":name=" + directory.getFileName() + ":";
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (Files.readString(Path.of("/proc/self/cgroup")).contains(line)) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(1_000_000);
    }
    return true;
  }
}
