package corral.framework.engine;

import corral.framework.api.ContainerException;
import corral.framework.api.ContainerSubsystem;
import corral.framework.api.ControlFile;
import corral.framework.api.ControlFile.TaskReader;
import corral.framework.api.ControlFile.Writer;
import corral.framework.api.Errno;
import corral.framework.api.SubsystemState;
import corral.framework.api.Task;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A subsystem that has been taken up: its number, where it is bound, and its callbacks made safe. A
 * runtime exception that leaves a callback is logged, and refuses what the callback may refuse. So
 * is an error, such as that of a class that is missing: a task of which not everybody was told
 * would be in motion for ever.
 */
final class Registration {
  /** A callback that can refuse. */
  @FunctionalInterface
  private interface Refusable<R extends @Nullable Object> {
    R call() throws ContainerException;
  }

  private static final Logger LOG = System.getLogger("corral.framework");

  private final int id;
  private final String name;
  private final ContainerSubsystem<SubsystemState> subsystem;
  private final List<ControlFile<SubsystemState>> taskFiles;

  /** Written under the management lock. */
  private volatile List<ControlFile<SubsystemState>> files;

  /** Where it is bound; written under the management lock. */
  private volatile HierarchyRoot hierarchy;

  /** Why it is not where it belongs, for a person; written under the management lock. */
  private volatile String trouble = "";

  @SuppressWarnings("unchecked") // only ever given the states that it made itself
  Registration(int id, String name, ContainerSubsystem<?> subsystem, HierarchyRoot hierarchy) {
    this.id = id;
    this.name = name;
    this.subsystem = (ContainerSubsystem<SubsystemState>) subsystem;
    this.files = List.copyOf(this.subsystem.files());
    this.taskFiles = List.copyOf(this.subsystem.taskFiles());
    this.hierarchy = hierarchy;
  }

  /** The length of an array that has a place for each of these subsystems. */
  static int slots(List<Registration> subsystems) {
    return subsystems.stream().mapToInt(s -> s.id + 1).max().orElse(0);
  }

  int id() {
    return id;
  }

  String name() {
    return name;
  }

  ContainerSubsystem<SubsystemState> subsystem() {
    return subsystem;
  }

  List<ControlFile<SubsystemState>> files() {
    return files;
  }

  void files(List<ControlFile<SubsystemState>> newFiles) {
    files = List.copyOf(newFiles);
  }

  List<ControlFile<SubsystemState>> taskFiles() {
    return taskFiles;
  }

  HierarchyRoot hierarchy() {
    return hierarchy;
  }

  boolean isBound() {
    return hierarchy.id() != 0;
  }

  String trouble() {
    return trouble;
  }

  void trouble(String newTrouble) {
    trouble = newTrouble;
  }

  SubsystemState create(ContainerNode container, @Nullable SubsystemState parent)
      throws ContainerException {
    return refusable("create", () -> subsystem.create(container, parent));
  }

  void restore(SubsystemState css, Map<String, String> saved) throws ContainerException {
    refusable(
        "restore",
        () -> {
          subsystem.restore(css, saved);
          return null;
        });
  }

  void canAttach(SubsystemState css, Task task) throws ContainerException {
    refusable(
        "canAttach",
        () -> {
          subsystem.canAttach(css, task);
          return null;
        });
  }

  void destroy(SubsystemState css) {
    guarded("destroy", () -> subsystem.destroy(css));
  }

  void registered() {
    guarded("registered", () -> subsystem.registered(id));
  }

  void cancelAttach(SubsystemState css, Task task) {
    guarded("cancelAttach", () -> subsystem.cancelAttach(css, task));
  }

  void attach(SubsystemState css, SubsystemState old, Task task) {
    guarded("attach", () -> subsystem.attach(css, old, task));
  }

  void postAttach(SubsystemState css, SubsystemState old, Task task) {
    guarded("postAttach", () -> subsystem.postAttach(css, old, task));
  }

  /** A task goes to another state because the subsystem is bound or unbound. */
  void moved(SubsystemState css, SubsystemState old, Task task) {
    if (css != old) {
      attach(css, old, task);
      postAttach(css, old, task);
    }
  }

  void postClone(SubsystemState css) {
    guarded("postClone", () -> subsystem.postClone(css));
  }

  void bind(HierarchyRoot newHierarchy) {
    hierarchy = newHierarchy;
    guarded("bind", () -> subsystem.bind(newHierarchy));
  }

  void fork(SubsystemState css, Task task) {
    try {
      subsystem.fork(css, task);
    } catch (RuntimeException | Error e) {
      log("fork", e);
    }
  }

  void adopt(SubsystemState css, Task task) {
    guarded("adopt", () -> subsystem.adopt(css, task));
  }

  void exit(SubsystemState css, Task task) {
    try {
      subsystem.exit(css, task);
    } catch (RuntimeException | Error e) {
      log("exit", e);
    }
  }

  void missedExit(SubsystemState css, Task task) {
    guarded("missedExit", () -> subsystem.missedExit(css, task));
  }

  String read(TaskReader<SubsystemState> reader, SubsystemState css, @Nullable Task task)
      throws ContainerException {
    return refusable("a reader", () -> reader.read(css, task));
  }

  void write(Writer<SubsystemState> writer, SubsystemState css, String text)
      throws ContainerException {
    refusable(
        "a writer",
        () -> {
          writer.write(css, text);
          return null;
        });
  }

  Map<String, String> save(SubsystemState css) {
    try {
      return Map.copyOf(subsystem.save(css));
    } catch (RuntimeException | Error e) {
      log("save", e);
      return Map.of();
    }
  }

  private <R extends @Nullable Object> R refusable(String callback, Refusable<R> call)
      throws ContainerException {
    try {
      return call.call();
    } catch (RuntimeException | Error e) {
      log(callback, e);
      throw new ContainerException(Errno.EIO, name + " failed in " + callback + ": " + e);
    }
  }

  private void guarded(String callback, Runnable call) {
    try {
      call.run();
    } catch (RuntimeException | Error e) {
      log(callback, e);
    }
  }

  private void log(String callback, Throwable e) {
    LOG.log(Level.ERROR, "subsystem " + name + " failed in " + callback, e);
  }
}
