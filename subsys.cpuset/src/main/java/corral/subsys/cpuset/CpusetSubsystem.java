package corral.subsys.cpuset;

import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.ContainerSubsystem;
import corral.framework.api.ControlFile;
import corral.framework.api.Hierarchy;
import corral.framework.api.Task;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Confines tasks to CPUs and memory nodes ({@code cpuset_subsys}), or to one of the two. Where the
 * host cannot carry something out the books are kept, and it is said.
 *
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v1/cpusets.html">Cpusets</a>
 */
final class CpusetSubsystem implements ContainerSubsystem<Cpuset>, AutoCloseable {
  private static final int NONE = -1;

  private final Scope scope;
  private final Means means;
  private final Online online;
  private final Pinning pinning;
  private final PageMoves pages;
  private final Pressure pressure;
  private final Changes changes;

  /** Set once, before all events. */
  private volatile int id = NONE;

  /** Of the hierarchy that this is in; null until it is taken up. */
  private volatile @Nullable Cpuset root;

  CpusetSubsystem(Scope scope, Means means) {
    this.scope = scope;
    this.means = means;
    this.online = new Online(means.machine());
    this.pinning =
        new Pinning(scope.has(Resource.CPUS) ? means.affinity() : null, online, this::current);
    this.pages = new PageMoves(means.migration());
    this.pressure = new Pressure(means.reclaims());
    this.changes = new Changes(online, pinning, pages);
  }

  /** Measures nothing any more. */
  @Override
  public void close() {
    pressure.close();
  }

  /** CPUs or memory nodes have gone off line or come back. */
  void machineChanged() {
    var top = root;
    if (top == null) {
      online.refresh();
    } else {
      changes.machineChanged(top);
    }
  }

  @Override
  public String name() {
    return scope.subsystem();
  }

  @Override
  public Cpuset create(Container container, @Nullable Cpuset parent) {
    if (parent == null) {
      var top = new Cpuset(this, container, null, wholeMachine());
      root = top;
      return top;
    }
    var css = new Cpuset(this, container, parent, parent.settings().forChild());
    if (container.cloneChildren()) {
      css.takeFromParent();
    }
    return css;
  }

  @Override
  public void destroy(Cpuset css) {
    pinning.releaseMembers(css);
  }

  @Override
  public void registered(int subsystemId) {
    id = subsystemId;
  }

  @Override
  public void bind(Hierarchy hierarchy) {
    var top = root;
    if (top == null || hierarchy.id() == 0) {
      pressure.close();
    } else {
      pressure.follow(top);
    }
  }

  @Override
  public void postClone(Cpuset css) {
    css.takeFromParent();
  }

  @Override
  public void canAttach(Cpuset css, Task task) throws ContainerException {
    Rules.canHoldTasks(css.settings(), scope);
    pinning.admit(css, task);
  }

  @Override
  public void cancelAttach(Cpuset css, Task task) {
    var current = current(task);
    if (current != null) {
      pinning.place(current, task);
    }
  }

  @Override
  public void attach(Cpuset css, Cpuset old, Task task) {
    pinning.place(css, task);
  }

  @Override
  public void postAttach(Cpuset css, Cpuset old, Task task) {
    var nodes = online.of(Resource.MEMS);
    pages.move(css, task, old.effective(Resource.MEMS, nodes), css.effective(Resource.MEMS, nodes));
  }

  @Override
  public void fork(Cpuset css, Task task) {
    pinning.place(css, task);
    pressure.forked(task);
  }

  @Override
  public void adopt(Cpuset css, Task task) {
    pinning.place(css, task);
  }

  @Override
  public void exit(Cpuset css, Task task) {
    pinning.refusals().forget(task);
    pages.refusals().forget(task);
  }

  @Override
  public List<ControlFile<Cpuset>> files() {
    return controlFiles().rows();
  }

  @Override
  public List<ControlFile<Cpuset>> taskFiles() {
    return List.of(controlFiles().taskRow());
  }

  private ControlFiles controlFiles() {
    return new ControlFiles(scope, means.machine(), changes, pressure);
  }

  @Override
  public Map<String, String> save(Cpuset css) {
    return new SavedSettings(scope, css.toSave()).toMap();
  }

  @Override
  public void restore(Cpuset css, Map<String, String> saved) throws ContainerException {
    css.restore(SavedSettings.read(saved, means.machine()), scope);
    if (css.isRoot()) {
      pressure.follow(css);
    }
  }

  @Override
  public List<Enforcement> enforcement() {
    return new Promises(scope, means.machine(), pinning, pages, pressure).all();
  }

  private @Nullable Cpuset current(Task task) {
    return id != NONE && task.state(id) instanceof Cpuset css ? css : null;
  }

  /** The root has everything, also what is off line now and may come. */
  private Settings wholeMachine() {
    return new Settings(
        means.machine().cpus(),
        means.machine().memoryNodes(),
        Set.of(Flag.CPU_EXCLUSIVE, Flag.MEM_EXCLUSIVE, Flag.SCHED_LOAD_BALANCE),
        Settings.NEW.relaxDomainLevel());
  }
}
