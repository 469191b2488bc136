package corral.subsys.resgroup.cpu;

import corral.framework.api.Container;
import corral.framework.api.ContainerSubsystem;
import corral.framework.api.Hierarchy;
import corral.framework.api.Task;
import corral.framework.api.host.CpuAccounting;
import corral.framework.api.host.Priorities;
import corral.subsys.resgroup.api.ResourceController;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Shares the CPUs out among groups, by scheduling priorities: a group's least share is its weight
 * beside its siblings. It keeps nobody from what others leave unused, so there is no greatest one.
 */
@Component(service = ContainerSubsystem.class, configurationPid = CpuConfig.PID)
@Designate(ocd = CpuConfig.class)
public final class CpuController extends ResourceController<CpuShare> {
  private static final int LEAST_INTERVAL_MILLIS = 10;

  private final Tuner tuner;

  /**
   * A controller that carries out what the host lets it.
   *
   * @param priorities sets those of tasks; null if the host cannot
   * @param accounting tells who is busy; null if the host cannot
   */
  @Activate
  public CpuController(
      @Reference(
              cardinality = ReferenceCardinality.OPTIONAL,
              policyOption = ReferencePolicyOption.GREEDY)
          @Nullable Priorities priorities,
      @Reference(
              cardinality = ReferenceCardinality.OPTIONAL,
              policyOption = ReferencePolicyOption.GREEDY)
          @Nullable CpuAccounting accounting,
      CpuConfig config) {
    this(
        priorities,
        accounting,
        Duration.ofMillis(Math.max(LEAST_INTERVAL_MILLIS, config.interval_millis())));
  }

  CpuController(
      @Nullable Priorities priorities, @Nullable CpuAccounting accounting, Duration interval) {
    tuner = new Tuner(this, priorities, accounting, interval);
  }

  /** Every group was forgotten when the framework let go. */
  @Deactivate
  void stop() {
    tuner.close();
  }

  Tuner tuner() {
    return tuner;
  }

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  protected CpuShare allocate(Container container, @Nullable CpuShare parent) {
    return new CpuShare(container, parent);
  }

  @Override
  protected void free(CpuShare group) {
    tuner.forget(group);
  }

  @Override
  public void registered(int subsystemId) {
    tuner.id(subsystemId);
  }

  @Override
  public void bind(Hierarchy hierarchy) {
    tuner.over(hierarchy.id() == 0 ? null : hierarchy.root());
  }

  @Override
  protected void sharesChanged(CpuShare group) {
    tuner.tune();
  }

  /** By one more or less, others may get more or less too. */
  @Override
  public void attach(CpuShare css, CpuShare old, Task task) {
    tuner.place(task);
    tuner.hurry();
  }

  @Override
  public void fork(CpuShare css, Task task) {
    tuner.forked(css, task);
  }

  @Override
  public void exit(CpuShare css, Task task) {
    tuner.ended(task);
  }

  @Override
  protected String stats(CpuShare group) {
    return String.format(
        Locale.ROOT,
        """
        cpu: Tasks %d
        cpu: Busy %d
        cpu: Entitled to %.1f %%
        cpu: Nice level %s
        """,
        group.tasks(),
        group.busy(),
        group.entitlement() * 100,
        group.level() == CpuShare.NONE ? "their own" : group.level());
  }

  @Override
  public List<Enforcement> enforcement() {
    if (!tuner.isPossible()) {
      return List.of(
          new Enforcement("min_shares", false, "kept only: the host cannot set priorities"));
    }
    return List.of(
        new Enforcement(
            "min_shares",
            true,
            "nice levels of the busy tasks of each group, " + tuner.reach() + tuner.besides()));
  }
}
