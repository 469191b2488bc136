package corral.framework.engine;

import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.ContainerSubsystem;
import corral.framework.api.ControlFile;
import corral.framework.api.Errno;
import corral.framework.api.SubsystemState;
import corral.framework.api.Task;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes down what it is told, and refuses where a test wants it to. */
final class Diary implements ContainerSubsystem<Diary.State> {
  static final class State extends SubsystemState {
    State(Container container) {
      super(container);
    }
  }

  final List<String> lines = new ArrayList<>();
  final Set<String> refuses = new HashSet<>();

  /** Is part of what it saves, to tell one version from another. */
  String edition = "";

  /** What happens while it is asked for a task, and while it is told of one that has ended. */
  Consumer<Task> whenAsked = _ -> {};

  Consumer<Task> whenMissed = _ -> {};

  @Override
  public String name() {
    return "diary";
  }

  @Override
  public State create(Container container, @Nullable State parent) throws ContainerException {
    note("create " + container);
    return new State(container);
  }

  @Override
  public void destroy(State css) {
    add("destroy " + css.container());
  }

  @Override
  public void canAttach(State css, Task task) throws ContainerException {
    note("ask " + task.pid() + " " + css.container());
    whenAsked.accept(task);
  }

  @Override
  public void cancelAttach(State css, Task task) {
    add("cancel " + task.pid());
  }

  @Override
  public void attach(State css, State old, Task task) {
    add("attach " + task.pid() + " " + css.container());
  }

  @Override
  public void fork(State css, Task task) {
    add("fork " + task.pid() + " " + css.container());
  }

  @Override
  public void adopt(State css, Task task) {
    add("adopt " + task.pid() + " " + css.container());
  }

  @Override
  public void exit(State css, Task task) {
    add("exit " + task.pid() + " " + css.container());
  }

  @Override
  public void missedExit(State css, Task task) {
    add("missed " + task.pid() + " " + css.container());
    whenMissed.accept(task);
  }

  @Override
  public List<ControlFile<State>> files() {
    return List.of(ControlFile.<State>named("file").readsNumber(_ -> 0));
  }

  @Override
  public Map<String, String> save(State css) {
    return Map.of("from", css.container().path() + edition);
  }

  @Override
  public void restore(State css, Map<String, String> saved) throws ContainerException {
    note("restore " + saved.get("from"));
  }

  private void note(String line) throws ContainerException {
    if (refuses.contains(line)) {
      throw new ContainerException(Errno.EPERM, "the test wants it so");
    }
    add(line);
  }

  private void add(String line) {
    synchronized (lines) {
      lines.add(line);
    }
  }

  List<String> tellAll() {
    var all = List.copyOf(lines);
    lines.clear();
    return all;
  }
}
