package corral.subsys.cpuset;

import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.ContainerSubsystem;
import corral.framework.api.ControlFile;
import corral.framework.api.Task;
import corral.framework.api.host.CpuAffinity;
import corral.framework.api.host.Machine;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Confines tasks to CPUs and memory nodes ({@code cpuset_subsys}). Without a host that can set the
 * affinity of processes it still keeps its books, and says so.
 *
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v1/cpusets.html">Cpusets</a>
 */
@Component(service = ContainerSubsystem.class)
public final class CpusetSubsystem implements ContainerSubsystem<Cpuset> {
  private final Machine machine;
  private final Pinning pinning;

  /** Set once, before all events. */
  private volatile int id;

  /**
   * A subsystem for one machine.
   *
   * @param machine tells which CPUs and memory nodes there are
   * @param affinity carries {@code cpus} out; null if the host cannot
   */
  @Activate
  public CpusetSubsystem(
      @Reference Machine machine,
      @Reference(
              cardinality = ReferenceCardinality.OPTIONAL,
              policyOption = ReferencePolicyOption.GREEDY)
          @Nullable CpuAffinity affinity) {
    this.machine = machine;
    this.pinning = new Pinning(affinity);
  }

  @Override
  public String name() {
    return "cpuset";
  }

  @Override
  public Cpuset create(Container container, @Nullable Cpuset parent) {
    if (parent == null) {
      return new Cpuset(this, container, null, wholeMachine());
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
  public void postClone(Cpuset css) {
    css.takeFromParent();
  }

  @Override
  public void canAttach(Cpuset css, Task task) throws ContainerException {
    Rules.canHoldTasks(css.settings());
    pinning.admit(css, task);
  }

  @Override
  public void cancelAttach(Cpuset css, Task task) {
    if (task.state(id) instanceof Cpuset current) {
      pinning.place(current, task);
    }
  }

  @Override
  public void attach(Cpuset css, Cpuset old, Task task) {
    pinning.place(css, task);
  }

  @Override
  public void fork(Cpuset css, Task task) {
    pinning.place(css, task);
  }

  @Override
  public void exit(Cpuset css, Task task) {
    pinning.forget(task);
  }

  @Override
  public List<ControlFile<Cpuset>> files() {
    return new ControlFiles(machine, pinning).rows();
  }

  @Override
  public List<ControlFile<Cpuset>> taskFiles() {
    return List.of(ControlFiles.taskRow());
  }

  @Override
  public Map<String, String> save(Cpuset css) {
    return SavedSettings.of(css.toSave());
  }

  @Override
  public void restore(Cpuset css, Map<String, String> saved) throws ContainerException {
    css.restore(SavedSettings.read(saved, machine));
  }

  @Override
  public List<Enforcement> enforcement() {
    return Promises.on(machine, pinning);
  }

  /** The root has everything, also what is off line now and may come. */
  private Settings wholeMachine() {
    return new Settings(
        machine.cpus(),
        machine.memoryNodes(),
        Set.of(Flag.CPU_EXCLUSIVE, Flag.MEM_EXCLUSIVE, Flag.SCHED_LOAD_BALANCE),
        Settings.NEW.relaxDomainLevel());
  }
}
