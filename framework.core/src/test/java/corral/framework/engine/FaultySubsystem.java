package corral.framework.engine;

import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.ContainerSubsystem;
import corral.framework.api.ControlFile;
import corral.framework.api.Errno;
import corral.framework.api.Hierarchy;
import corral.framework.api.SubsystemState;
import corral.framework.api.Task;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One version of a subsystem, from its registration to its leaving: keeps a level for each
 * container, remembers where each task is by what it was told, fails when it is asked to, and
 * complains of each call that does not fit its history.
 */
final class FaultySubsystem implements ContainerSubsystem<FaultySubsystem.State> {
  /** What it keeps for a container; a new one takes after its parent. */
  static final class State extends SubsystemState {
    final AtomicInteger children = new AtomicInteger();
    final @Nullable State parent;
    volatile long level;
    volatile boolean destroyed;

    State(Container container, @Nullable State parent) {
      super(container);
      this.parent = parent;
      this.level = parent == null ? 0 : parent.level;
    }
  }

  private final Book book;
  private final String name;
  private final String file;
  private final int number;
  private final boolean readsOlder;

  /** Where each task is, by what it was told. */
  final Map<Task, State> where = new ConcurrentHashMap<>();

  private final Map<Task, State> agreed = new ConcurrentHashMap<>();
  private final Set<State> states = ConcurrentHashMap.newKeySet();
  private volatile int id = -1;
  private volatile @Nullable Hierarchy hierarchy;
  private volatile boolean leaving;
  private volatile boolean left;

  /**
   * A version that has not been registered yet.
   *
   * @param number the versions of all subsystems in the order of their registration
   * @param readsOlder whether it understands what earlier versions saved
   */
  FaultySubsystem(Book book, String name, String file, int number, boolean readsOlder) {
    this.book = book;
    this.name = name;
    this.file = file;
    this.number = number;
    this.readsOlder = readsOlder;
  }

  int number() {
    return number;
  }

  int id() {
    return id;
  }

  @Nullable Hierarchy hierarchy() {
    return hierarchy;
  }

  /** How many states it has made that were not destroyed. */
  int states() {
    return states.size();
  }

  /** The framework is about to let go: tasks stay where they are, and the states go. */
  void beginLeaving() {
    leaving = true;
  }

  /** The framework has let go: from now on there is nothing to be told. */
  void leave() {
    left = true;
    book.check(states.isEmpty(), this, "states were left: " + states.size());
    checkQuiet();
  }

  /** No operation is under way. */
  void checkQuiet() {
    book.check(agreed.isEmpty(), this, "neither attach nor cancelAttach for " + agreed.keySet());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<ControlFile<State>> files() {
    return List.of(
        ControlFile.<State>named(file)
            .readsNumber(css -> css.level)
            .writesNumber((css, level) -> css.level = level));
  }

  @Override
  public State create(Container container, @Nullable State parent) throws ContainerException {
    book.call(this, Callback.CREATE, container);
    book.check(!left, this, "create after it has left");
    book.check(
        parent == null ? container.parent() == null : states.contains(parent),
        this,
        "create without the state of the parent");
    book.refuse(this, Callback.CREATE, container);
    var css = new State(container, parent);
    if (parent != null) {
      parent.children.incrementAndGet();
    }
    states.add(css);
    return css;
  }

  @Override
  public void destroy(State css) {
    book.call(this, Callback.DESTROY, css.container());
    book.check(states.remove(css), this, "destroy of a state twice or of none");
    book.check(css.children.get() == 0, this, "destroy of a parent before its children");
    book.check(leaving || !where.containsValue(css), this, "destroy of a state with tasks in it");
    if (css.parent != null) {
      css.parent.children.decrementAndGet();
    }
    css.destroyed = true;
    book.fail(this, Callback.DESTROY, css.container());
  }

  @Override
  public void registered(int subsystemId) {
    book.check(id < 0, this, "registered twice");
    id = subsystemId;
    book.fail(this, Callback.REGISTERED, null);
  }

  @Override
  public void canAttach(State css, Task task) throws ContainerException {
    book.call(this, Callback.CAN_ATTACH, task);
    checkLive(css, Callback.CAN_ATTACH);
    book.check(where.containsKey(task), this, "canAttach of a task that it does not know");
    book.refuse(this, Callback.CAN_ATTACH, css.container());
    book.check(agreed.put(task, css) == null, this, "canAttach twice");
  }

  @Override
  public void cancelAttach(State css, Task task) {
    book.call(this, Callback.CANCEL_ATTACH, task);
    book.check(agreed.remove(task, css), this, "cancelAttach of what was not agreed to");
    book.fail(this, Callback.CANCEL_ATTACH, css.container());
  }

  @Override
  public void attach(State css, State old, Task task) {
    book.told(this, Callback.ATTACH, task, css);
    checkLive(css, Callback.ATTACH);
    checkLive(old, Callback.ATTACH);
    book.check(agreed.remove(task, css) || isUnasked(css, task), this, "attach without canAttach");
    book.check(where.replace(task, old, css), this, "attach from where the task was not");
    book.fail(this, Callback.ATTACH, css.container());
  }

  /** One that is unbound has no choice, and neither has one that is bound while tasks fork. */
  private static boolean isUnasked(State css, Task task) {
    return css.container().hierarchy().id() == 0 || task.pid() >= Storm.FIRST_PID;
  }

  @Override
  public void postAttach(State css, State old, Task task) {
    book.call(this, Callback.POST_ATTACH, task);
    book.check(where.get(task) == css, this, "postAttach without attach");
    book.fail(this, Callback.POST_ATTACH, css.container());
  }

  @Override
  public void postClone(State css) {
    checkLive(css, Callback.POST_CLONE);
    book.fail(this, Callback.POST_CLONE, css.container());
  }

  @Override
  public void adopt(State css, Task task) {
    arrive(css, task, Callback.ADOPT);
  }

  @Override
  public void fork(State css, Task task) {
    arrive(css, task, Callback.FORK);
  }

  private void arrive(State css, Task task, Callback callback) {
    book.told(this, callback, task, css);
    checkLive(css, callback);
    book.check(where.put(task, css) == null, this, callback + " of a task that it knows");
    book.fail(this, callback, css.container());
  }

  @Override
  public void exit(State css, Task task) {
    book.told(this, Callback.EXIT, task, css);
    checkLive(css, Callback.EXIT);
    book.check(where.remove(task, css), this, "exit from where the task was not");
    book.fail(this, Callback.EXIT, css.container());
  }

  @Override
  public void missedExit(State css, Task task) {
    book.told(this, Callback.MISSED_EXIT, task, css);
    checkLive(css, Callback.MISSED_EXIT);
    book.check(!where.containsKey(task), this, "a missed exit of a task that lives");
    book.fail(this, Callback.MISSED_EXIT, css.container());
  }

  @Override
  public void bind(Hierarchy newHierarchy) {
    book.check(id >= 0 && !left, this, "bind while it is not registered");
    hierarchy = newHierarchy;
    book.fail(this, Callback.BIND, null);
  }

  @Override
  public Map<String, String> save(State css) {
    book.check(states.contains(css), this, "save of a state that is gone");
    book.fail(this, Callback.SAVE, css.container());
    return Map.of("level", Long.toString(css.level));
  }

  @Override
  public void restore(State css, Map<String, String> saved) throws ContainerException {
    book.check(states.contains(css), this, "restore of a state that is gone");
    book.refuse(this, Callback.RESTORE, css.container());
    if (!readsOlder) {
      throw new ContainerException(Errno.EINVAL, "saved by another version");
    }
    css.level = Long.parseLong(saved.getOrDefault("level", "-1"));
  }

  private void checkLive(State css, Callback callback) {
    book.check(id >= 0, this, callback + " before it is registered");
    book.check(!left, this, callback + " after it has left");
    book.check(states.contains(css), this, callback + " with a state that is gone");
  }

  @Override
  public String toString() {
    return name + " (version " + number + ")";
  }
}
