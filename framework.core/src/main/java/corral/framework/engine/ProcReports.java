package corral.framework.engine;

import corral.framework.api.ContainerException;
import corral.framework.api.ControlFile;
import corral.framework.api.Errno;
import corral.framework.api.SubsystemState;
import corral.framework.engine.Node.Passage;
import corral.framework.engine.Node.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is added to {@code /proc}: {@code /proc/containers}, and for each task its containers and
 * the task files of the subsystems. The forms are seed 001's {@code proc_containers_show} and
 * {@code proc_container_show}, with the mount points added. Takes no lock.
 */
final class ProcReports {
  private static final String CONTAINERS = "containers";
  private static final String CONTAINER = "container";

  private final Core core;
  private final HostLink host;

  /** Asked when a report is made, because the mounts come after this. */
  private final MountPoints mountPoints;

  /** Tells where a hierarchy is mounted. */
  @FunctionalInterface
  interface MountPoints {
    List<String> of(HierarchyRoot hierarchy);
  }

  ProcReports(Core core, HostLink host, MountPoints mountPoints) {
    this.core = core;
    this.host = host;
    this.mountPoints = mountPoints;
  }

  /**
   * What is under these names below {@code /proc}.
   *
   * @throws ContainerException ENOENT, ENOTDIR, or ESRCH for a pid without a task
   */
  Node find(List<String> names) throws ContainerException {
    if (names.isEmpty()) {
      return new Passage(processNames());
    }
    String first = names.getFirst();
    if (first.equals(CONTAINERS)) {
      return names.size() == 1 ? new Report(this::containers) : refuse(Errno.ENOTDIR);
    }
    if (!first.matches("[0-9]{1,9}")) {
      return refuse(Errno.ENOENT);
    }
    int pid = Integer.parseInt(first);
    var group = group(pid);
    if (names.size() == 1) {
      return new Passage(taskFileNames(group));
    }
    return names.size() == 2 ? taskFile(names.get(1), group, pid) : refuse(Errno.ENOENT);
  }

  private static Node refuse(Errno errno) throws ContainerException {
    throw new ContainerException(errno);
  }

  private List<String> processNames() {
    var names = new ArrayList<String>();
    core.tasks.forEach(task -> names.add(Integer.toString(task.pid())));
    names.add(CONTAINERS);
    return names;
  }

  /** A task that has ended is found in the roots as long as the host still knows it. */
  private CssGroup group(int pid) throws ContainerException {
    var task = core.tasks.get(pid);
    if (task != null) {
      return task.group;
    }
    var asked = host.host();
    if (asked == null || asked.look(pid).isEmpty()) {
      throw new ContainerException(Errno.ESRCH);
    }
    return core.rootGroup;
  }

  private static List<String> taskFileNames(CssGroup group) {
    var names = new ArrayList<String>();
    names.add(CONTAINER);
    group.subsystems.forEach(s -> s.taskFiles().forEach(file -> names.add(file.name())));
    return names.stream().sorted().distinct().toList();
  }

  private Node taskFile(String name, CssGroup group, int pid) throws ContainerException {
    if (name.equals(CONTAINER)) {
      return new Report(() -> containersOf(group));
    }
    for (var subsystem : group.subsystems) {
      for (var file : subsystem.taskFiles()) {
        if (file.name().equals(name)) {
          return new Report(() -> read(subsystem, file, group, core.tasks.get(pid)));
        }
      }
    }
    return refuse(Errno.ENOENT);
  }

  private static String read(
      Registration owner,
      ControlFile<SubsystemState> file,
      CssGroup group,
      @Nullable TaskEntry task)
      throws ContainerException {
    var reader = file.reader();
    var css = group.state(owner);
    if (reader == null || css == null) {
      throw new ContainerException(Errno.EACCES, "it cannot be read");
    }
    return owner.read(reader, css, task);
  }

  /** {@code /proc/<pid>/container}. */
  private String containersOf(CssGroup group) {
    return core.hierarchies().stream()
        .filter(h -> h.id() != 0 && !h.members().isEmpty())
        .map(h -> String.join(",", h.members()) + ":" + group.container(h).path() + "\n")
        .collect(Collectors.joining());
  }

  /** {@code /proc/containers}. */
  private String containers() {
    var report = new StringBuilder("Hierarchies:\n");
    for (var hierarchy : core.hierarchies()) {
      report.append(line(hierarchy)).append('\n');
    }
    report.append("Subsystems:\n");
    for (var subsystem : core.subsystems()) {
      report.append(
          "%d: name=%s hierarchy=%d\n"
              .formatted(subsystem.id(), subsystem.name(), subsystem.hierarchy().id()));
    }
    var listeners = core.announcements.mailboxes();
    if (!listeners.isEmpty()) {
      report.append("Listeners:\n");
      listeners.forEach(mailbox -> report.append(mailbox.report()).append('\n'));
    }
    return report.toString();
  }

  private String line(HierarchyRoot hierarchy) {
    return "%d: topcount=%d containers=%d (%s) mounts=%s%s"
        .formatted(
            hierarchy.id(),
            hierarchy.rootNode().taskCount(),
            hierarchy.rootNode().subtree().count(),
            String.join(", ", hierarchy.members()),
            String.join(",", mountPoints.of(hierarchy)),
            hierarchy.name().isEmpty() ? "" : " name=" + hierarchy.name());
  }
}
