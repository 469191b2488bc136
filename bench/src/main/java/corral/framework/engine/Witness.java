package corral.framework.engine;

import corral.framework.api.Container;
import corral.framework.api.ContainerSubsystem;
import corral.framework.api.SubsystemState;
import corral.framework.api.Task;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A subsystem that believes nothing: it checks that the callbacks of each task come in order, in
 * the state where the task is, one at a time, and between registration and the end.
 */
final class Witness implements ContainerSubsystem<Witness.State> {
  static final String CONTENT = "content";

  /** Where each task is that it was told of. */
  private final Map<Task, State> where = new ConcurrentHashMap<>();

  /** Callbacks that run, by task. */
  private final Map<Task, AtomicInteger> running = new ConcurrentHashMap<>();

  private final AtomicReference<String> opinion = new AtomicReference<>(CONTENT);
  private final String name;
  private volatile boolean there;

  Witness(String name) {
    this.name = name;
  }

  Witness() {
    this("witness");
  }

  /** Knows whether it is still in use. */
  static final class State extends SubsystemState {
    private volatile boolean destroyed;

    State(Container container) {
      super(container);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public State create(Container container, @Nullable State parent) {
    return new State(container);
  }

  @Override
  public void registered(int subsystemId) {
    there = true;
  }

  @Override
  public void destroy(State css) {
    css.destroyed = true;
  }

  @Override
  public void fork(State css, Task task) {
    alone(task, () -> check(where.put(task, css) == null, "told of a task twice"), css);
  }

  @Override
  public void attach(State css, State old, Task task) {
    alone(task, () -> check(where.replace(task, old, css), "moved from elsewhere"), css, old);
  }

  @Override
  public void exit(State css, Task task) {
    alone(task, () -> check(where.remove(task, css), "ended elsewhere"), css);
  }

  /** From now on every callback is one too many. */
  void leave() {
    there = false;
  }

  /** {@link #CONTENT}, or the first thing that was wrong. */
  String opinion() {
    return opinion.get();
  }

  /** The path of the container of which the subsystem believes that a task is in it. */
  String placeOf(Task task) {
    var css = where.get(task);
    return css == null ? "nowhere" : css.container().path();
  }

  int tasks() {
    return where.size();
  }

  private void alone(Task task, Runnable callback, State... involved) {
    checkInUse(involved);
    var callbacks = running.computeIfAbsent(task, _ -> new AtomicInteger());
    check(callbacks.getAndIncrement() == 0, "two callbacks of a task at a time");
    callback.run();
    callbacks.decrementAndGet();
    checkInUse(involved);
  }

  /** So it is from the beginning of a callback to its end. */
  private void checkInUse(State... involved) {
    check(there, "called when it is not there");
    for (var css : involved) {
      check(!css.destroyed, "called for a destroyed state");
    }
  }

  private void check(boolean condition, String complaint) {
    if (!condition) {
      opinion.compareAndSet(CONTENT, complaint);
    }
  }
}
