package corral.subsys.cpuacct;

import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.ContainerSubsystem;
import corral.framework.api.ControlFile;
import corral.framework.api.Hierarchy;
import corral.framework.api.Task;
import corral.framework.api.host.CpuAccounting;
import corral.framework.api.host.Machine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Counts the CPU time that tasks use while they are in a container ({@code cpuacct_subsys}).
 * Without a host that can be asked for it, it counts what it is told when tasks end, and says so.
 *
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v1/cpuacct.html">CPU Accounting
 *     Controller</a>
 */
@Component(service = ContainerSubsystem.class, configurationPid = CpuacctConfig.PID)
@Designate(ocd = CpuacctConfig.class)
public final class CpuacctSubsystem implements ContainerSubsystem<CpuAccount> {
  private final @Nullable Machine machine;
  private final Metering metering;
  private final LoadSampler sampler;

  /**
   * A subsystem for one machine.
   *
   * @param accounting tells what tasks have used; null if the host cannot
   * @param machine tells how long a clock tick is; null if there is no host
   * @param config how long the interval of the load is
   */
  @Activate
  public CpuacctSubsystem(
      @Reference(
              cardinality = ReferenceCardinality.OPTIONAL,
              policyOption = ReferencePolicyOption.GREEDY)
          @Nullable CpuAccounting accounting,
      @Reference(
              cardinality = ReferenceCardinality.OPTIONAL,
              policyOption = ReferencePolicyOption.GREEDY)
          @Nullable Machine machine,
      CpuacctConfig config) {
    this.machine = machine;
    this.metering = new Metering(accounting);
    this.sampler = new LoadSampler(this, metering, interval(config));
  }

  /** Takes another configuration over without losing a count. */
  @Modified
  void configure(CpuacctConfig config) {
    sampler.every(interval(config));
  }

  @Deactivate
  void close() {
    sampler.close();
  }

  private static Duration interval(CpuacctConfig config) {
    return Duration.ofSeconds(Math.max(1, config.load_interval_seconds()));
  }

  @Override
  public String name() {
    return "cpuacct";
  }

  @Override
  public CpuAccount create(Container container, @Nullable CpuAccount parent) {
    return new CpuAccount(container, parent);
  }

  /** What was used here is in the accounts above already. */
  @Override
  public void destroy(CpuAccount css) {
    css.vacate();
  }

  @Override
  public void bind(Hierarchy hierarchy) {
    sampler.watch(hierarchy.id() == 0 ? null : hierarchy.root());
  }

  @Override
  public void attach(CpuAccount css, CpuAccount old, Task task) {
    metering.move(css, task);
  }

  @Override
  public void fork(CpuAccount css, Task task) {
    metering.begin(css, task);
  }

  /** What it has used so far is nobody's. */
  @Override
  public void adopt(CpuAccount css, Task task) {
    metering.adopt(css, task);
  }

  @Override
  public void exit(CpuAccount css, Task task) {
    metering.end(task);
  }

  @Override
  public List<ControlFile<CpuAccount>> files() {
    return new ControlFiles(metering, machine).rows();
  }

  @Override
  public void missedExit(CpuAccount css, Task task) {
    metering.missed(css, task);
  }

  /** The root, which is saved last, keeps what was charged to each task. */
  @Override
  public Map<String, String> save(CpuAccount css) {
    metering.settle();
    return new SavedUsage(css.usage(), css.isRoot() ? metering.handOver() : Map.of()).toMap();
  }

  @Override
  public void restore(CpuAccount css, Map<String, String> saved) throws ContainerException {
    var usage = SavedUsage.read(saved);
    css.carryOver(usage.used());
    metering.takeOver(usage.charged());
  }

  @Override
  public List<Enforcement> enforcement() {
    var counted =
        metering.isPossible()
            ? "the host is asked for each task when the file is read, and told at its end"
            : "only what is told when a task ends: the host cannot be asked";
    return List.of(
        new Enforcement("usage", metering.isPossible(), counted),
        new Enforcement(
            "stat",
            metering.isPossible() && machine != null,
            machine == null ? "ENOSYS: no host says how long a clock tick is" : counted),
        new Enforcement(
            "load",
            metering.isPossible(),
            metering.isPossible()
                ? "taken every " + sampler.interval().toSeconds() + " s"
                : counted));
  }
}
