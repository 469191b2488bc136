package corral.itest;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.admin.ContainerAdmin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An empty directory of the machine where a hierarchy is mounted that other programs see. Closing
 * it unmounts it and removes the directory.
 */
public final class MountPoint implements AutoCloseable {
  private final LiveMachine machine;
  private final Path directory;

  private MountPoint(LiveMachine machine, Path directory) {
    this.machine = machine;
    this.directory = directory;
  }

  /** A further view of what the machine has mounted with these options. */
  public static MountPoint of(LiveMachine machine, String options)
      throws IOException, ContainerException {
    return at(machine, (admin, path) -> admin.mount(options, path, machine.self()));
  }

  /** The reports of {@code /proc}. */
  static MountPoint ofReports(LiveMachine machine) throws IOException, ContainerException {
    return at(machine, (admin, path) -> admin.mountReports(path, machine.self()));
  }

  /** Mounts something. */
  @FunctionalInterface
  private interface Mounting {
    void at(ContainerAdmin admin, String path) throws ContainerException;
  }

  private static MountPoint at(LiveMachine machine, Mounting mounting)
      throws IOException, ContainerException {
    var directory = Files.createTempDirectory("corral-itest");
    var mountPoint = new MountPoint(machine, directory);
    mounting.at(machine.admin(), directory.toString());
    boolean shown = machine.self().uid() == 0 && mountPoint.isShown();
    if (!shown) {
      mountPoint.close();
    }
    assumeTrue(shown, "needs root and /dev/fuse");
    return mountPoint;
  }

  /** Whether it is in the machine's table of mounts. */
  boolean isShown() throws IOException {
    return Files.readString(Path.of("/proc/self/mountinfo")).contains(" " + directory + " ");
  }

  /** Where it is. */
  public Path directory() {
    return directory;
  }

  /** A path below it. */
  Path resolve(String name) {
    return directory.resolve(name);
  }

  @Override
  public void close() throws ContainerException, IOException {
    machine.admin().unmount(directory.toString(), machine.self());
    Files.delete(directory);
  }
}
