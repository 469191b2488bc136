package corral.itest;

import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.ContainerSubsystem;
import corral.framework.api.ControlFile;
import corral.framework.api.Errno;
import corral.framework.api.SubsystemState;
import corral.framework.api.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A subsystem that writes down what it is told and refuses what a test wants it to refuse. */
final class TestSubsystem implements ContainerSubsystem<TestSubsystem.State> {
  /** A state with a name for the log. */
  static final class State extends SubsystemState {
    State(Container container) {
      super(container);
    }
  }

  private final String name;
  private final List<String> log;

  /** What {@link #create} refuses with, if anything. */
  volatile @Nullable Errno refuseCreate;

  /** What {@link #canAttach} refuses with, if anything. */
  volatile @Nullable Errno refuseAttach;

  /** What is done in each callback that has something to do with a task, besides. */
  volatile Consumer<String> during = _ -> {};

  private volatile int id = -1;

  TestSubsystem(String name, List<String> log) {
    this.name = name;
    this.log = log;
  }

  TestSubsystem(String name) {
    this(name, new ArrayList<>());
  }

  @Override
  public String name() {
    return name;
  }

  int id() {
    return id;
  }

  @Override
  public void registered(int subsystemId) {
    id = subsystemId;
  }

  @Override
  public State create(Container container, @Nullable State parent) throws ContainerException {
    refuseIf(refuseCreate);
    log("create", container);
    return new State(container);
  }

  @Override
  public void destroy(State css) {
    log("destroy", css.container());
  }

  @Override
  public void canAttach(State css, Task task) throws ContainerException {
    refuseIf(refuseAttach);
    log("canAttach", css.container());
    during.accept("canAttach");
  }

  @Override
  public void cancelAttach(State css, Task task) {
    log("cancelAttach", css.container());
    during.accept("cancelAttach");
  }

  @Override
  public void attach(State css, State old, Task task) {
    log("attach", css.container());
    during.accept("attach");
  }

  @Override
  public void postAttach(State css, State old, Task task) {
    log("postAttach", css.container());
    during.accept("postAttach");
  }

  @Override
  public void exit(State css, Task task) {
    log("exit", css.container());
    during.accept("exit");
  }

  @Override
  public void postClone(State css) {
    log("postClone", css.container());
  }

  @Override
  public List<ControlFile<State>> files() {
    return List.of(
        ControlFile.<State>named("mark").reads(css -> name + "\n").writes((css, text) -> {}),
        ControlFile.<State>named("silent").writes((css, text) -> {}));
  }

  private void log(String callback, Container container) {
    synchronized (log) {
      log.add(name + " " + callback + " " + container.path());
    }
  }

  private static void refuseIf(@Nullable Errno errno) throws ContainerException {
    if (errno != null) {
      throw new ContainerException(errno, "the test wants it so");
    }
  }
}
