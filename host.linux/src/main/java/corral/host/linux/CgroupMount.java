package corral.host.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the kernel's control groups that count tasks are seen. Immutable. Source: cgroups(7),
 * proc_pid_mountinfo(5).
 *
 * @param directory where the hierarchy is mounted
 * @param isUnified whether it is version 2, with one hierarchy for all controllers
 */
record CgroupMount(Path directory, boolean isUnified) {
  private static final String CONTROLLER = "pids";

  /** What separates the fields of a mount that there can be any number of from the others. */
  private static final String SEPARATOR = " - ";

  /** The place of the mount point among the fields before the separator. */
  private static final int MOUNT_POINT = 4;

  /**
   * Finds a hierarchy in which groups with a limit of tasks can be made.
   *
   * @param mountinfo the lines of {@code /proc/self/mountinfo}
   */
  static Optional<CgroupMount> find(List<String> mountinfo) {
    return mountinfo.stream()
        .flatMap(CgroupMount::parse)
        .filter(mount -> Files.isWritable(mount.directory))
        .filter(CgroupMount::countsTasks)
        .findFirst();
  }

  private static Stream<CgroupMount> parse(String line) {
    int separator = line.indexOf(SEPARATOR);
    var fields = line.substring(0, separator).split(" ", -1);
    var fileSystem = line.substring(separator + SEPARATOR.length()).split(" ", -1);
    var directory = Path.of(fields[MOUNT_POINT]);
    return switch (fileSystem[0]) {
      case "cgroup" ->
          List.of(fileSystem[2].split(",", -1)).contains(CONTROLLER)
              ? Stream.of(new CgroupMount(directory, false))
              : Stream.empty();
      case "cgroup2" -> Stream.of(new CgroupMount(directory, true));
      default -> Stream.empty();
    };
  }

  /** In version 2 somebody must have given the controller to the groups below the root. */
  private boolean countsTasks() {
    if (!isUnified) {
      return true;
    }
    try {
      var given = Files.readString(directory.resolve("cgroup.subtree_control")).strip();
      return List.of(given.split(" ", -1)).contains(CONTROLLER);
    } catch (IOException unreadable) {
      return false;
    }
  }

  /**
   * The directory of the group that a process is in.
   *
   * @param cgroup the content of its {@code /proc/<pid>/cgroup}
   */
  Optional<Path> group(String cgroup) {
    return cgroup
        .lines()
        .map(line -> line.split(":", 3))
        .filter(fields -> isOfThis(fields[0], fields[1]))
        .map(fields -> directory.resolve("." + fields[2]).normalize())
        .filter(group -> group.startsWith(directory))
        .findFirst();
  }

  private boolean isOfThis(String hierarchy, String controllers) {
    return isUnified
        ? hierarchy.equals("0")
        : List.of(controllers.split(",", -1)).contains(CONTROLLER);
  }
}
