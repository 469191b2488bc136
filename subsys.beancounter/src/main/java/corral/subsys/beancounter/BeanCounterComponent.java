package corral.subsys.beancounter;

import corral.framework.api.Container;
import corral.framework.api.ContainerSubsystem;
import corral.framework.api.Task;
import corral.framework.api.event.LimitAlarms;
import corral.framework.api.host.MemoryAccounting;
import corral.framework.api.host.OpenFiles;
import corral.framework.api.host.Signals;
import corral.subsys.beancounter.api.BeanCounter;
import corral.subsys.beancounter.api.BeanCounters;
import corral.subsys.beancounter.api.Resource;
import java.util.Dictionary;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Puts the subsystem together with what the host offers, and with the resources of other bundles.
 * Those come and go while it stays; its service names them in a property, whose change lets the
 * framework read the files anew.
 */
@Component(immediate = true, service = BeanCounters.class, configurationPid = BeanCounterConfig.PID)
@Designate(ocd = BeanCounterConfig.class)
public final class BeanCounterComponent implements BeanCounters {
  /** The service property with the names of the resources. */
  private static final String RESOURCES = "resources";

  private final BundleContext context;
  private final Resources resources = new Resources();
  private final Watch watch;
  private final BeanCounterSubsystem subsystem;

  /** Guarded by this. */
  private @Nullable ServiceRegistration<?> registration;

  /**
   * A subsystem that is not registered yet.
   *
   * @param memory tells what tasks use; null if the host cannot
   * @param files counts open files and bounds them; null if the host cannot
   * @param signals stops and kills tasks; null if the host cannot
   * @param alarms hears of limits that are met
   */
  @Activate
  public BeanCounterComponent(
      BundleContext context,
      @Reference(
              cardinality = ReferenceCardinality.OPTIONAL,
              policyOption = ReferencePolicyOption.GREEDY)
          @Nullable MemoryAccounting memory,
      @Reference(
              cardinality = ReferenceCardinality.OPTIONAL,
              policyOption = ReferencePolicyOption.GREEDY)
          @Nullable OpenFiles files,
      @Reference(
              cardinality = ReferenceCardinality.OPTIONAL,
              policyOption = ReferencePolicyOption.GREEDY)
          @Nullable Signals signals,
      @Reference LimitAlarms alarms,
      BeanCounterConfig config) {
    this.context = context;
    this.watch = new Watch(new Means(memory, files, signals), alarms, Intervals.of(config));
    this.subsystem = new BeanCounterSubsystem(resources, watch);
  }

  @Activate
  synchronized void start() {
    registration = context.registerService(ContainerSubsystem.class, subsystem, properties());
  }

  @Modified
  void configure(BeanCounterConfig config) {
    watch.every(Intervals.of(config));
  }

  /** Tasks get back what was taken from them before the counters are saved and closed. */
  @Deactivate
  void stop() {
    watch.close();
    ServiceRegistration<?> last;
    synchronized (this) {
      last = registration;
      registration = null;
    }
    if (last != null) {
      last.unregister();
    }
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addResource(Resource resource) {
    resources.add(resource);
    announce();
  }

  void removeResource(Resource resource) {
    resources.remove(resource);
    announce();
  }

  private synchronized void announce() {
    if (registration != null) {
      registration.setProperties(properties());
    }
  }

  private Dictionary<String, ?> properties() {
    var names = resources.catalog().resources().stream().map(Resource::fileName);
    return FrameworkUtil.asDictionary(Map.of(RESOURCES, names.toArray(String[]::new)));
  }

  @Override
  public Optional<BeanCounter> of(Container container) {
    return subsystem.of(container);
  }

  @Override
  public Optional<BeanCounter> of(Task task) {
    return subsystem.of(task);
  }
}
