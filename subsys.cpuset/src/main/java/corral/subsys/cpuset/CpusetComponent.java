package corral.subsys.cpuset;

import corral.framework.api.ContainerSubsystem;
import corral.framework.api.host.CpuAffinity;
import corral.framework.api.host.Machine;
import corral.framework.api.host.PageMigration;
import corral.framework.api.host.ReclaimAccounting;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Registers one subsystem for CPUs and memory nodes, or two, as configured. Another configuration
 * lets those that there are leave, and others take over what they saved.
 */
@Component(
    immediate = true,
    service = {},
    configurationPid = CpusetConfig.PID)
@Designate(ocd = CpusetConfig.class)
public final class CpusetComponent {
  private final BundleContext context;
  private final Machine machine;
  private final List<CpusetSubsystem> subsystems;

  /** What is undone at the end, the last first. Guarded by this. */
  private final Deque<Runnable> ends = new ArrayDeque<>();

  /**
   * Subsystems that are not registered yet.
   *
   * @param machine tells which CPUs and memory nodes there are
   * @param affinity carries {@code cpus} out; null if the host cannot
   * @param migration carries {@code memory_migrate} out; null if the host cannot
   * @param reclaims tells what {@code memory_pressure} is made of; null if the host cannot
   */
  @Activate
  public CpusetComponent(
      BundleContext context,
      @Reference Machine machine,
      @Reference(
              cardinality = ReferenceCardinality.OPTIONAL,
              policyOption = ReferencePolicyOption.GREEDY)
          @Nullable CpuAffinity affinity,
      @Reference(
              cardinality = ReferenceCardinality.OPTIONAL,
              policyOption = ReferencePolicyOption.GREEDY)
          @Nullable PageMigration migration,
      @Reference(
              cardinality = ReferenceCardinality.OPTIONAL,
              policyOption = ReferencePolicyOption.GREEDY)
          @Nullable ReclaimAccounting reclaims,
      CpusetConfig config) {
    this.context = context;
    this.machine = machine;
    var means = new Means(machine, affinity, migration, reclaims);
    var scopes = config.split() ? List.of(Scope.CPUS, Scope.MEMS) : List.of(Scope.BOTH);
    this.subsystems = scopes.stream().map(scope -> new CpusetSubsystem(scope, means)).toList();
  }

  /** A change of the machine is told as long as the subsystem is registered, and no longer. */
  @Activate
  synchronized void start() {
    for (var subsystem : subsystems) {
      var properties =
          FrameworkUtil.asDictionary(
              Map.of(Constants.SERVICE_DESCRIPTION, "subsystem " + subsystem.name()));
      ends.push(subsystem::close); // last of all: until then it may be bound and written to
      var registration = context.registerService(ContainerSubsystem.class, subsystem, properties);
      ends.push(registration::unregister);
      var watch = machine.onChange(subsystem::machineChanged);
      ends.push(watch::close);
    }
  }

  @Deactivate
  synchronized void stop() {
    ends.forEach(Runnable::run);
    ends.clear();
  }
}
