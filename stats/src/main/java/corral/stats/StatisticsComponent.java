package corral.stats;

import static java.nio.charset.StandardCharsets.UTF_8;

import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.event.ContainerListener;
import corral.framework.api.host.DelayAccounting;
import corral.framework.api.host.DelayAccounting.Delays;
import corral.framework.api.host.TaskStates;
import corral.framework.api.stats.ContainerStatistics;
import corral.framework.api.stats.Reach;
import corral.framework.api.stats.SamplerReport;
import corral.framework.api.stats.StateLedger;
import corral.framework.api.stats.Statistics;
import corral.framework.api.stats.StatisticsListener;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
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
 * Puts the sampler together with the framework and the host, and lets it look while all are there.
 */
@Component(
    immediate = true,
    service = ContainerStatistics.class,
    configurationPid = StatisticsConfig.PID)
@Designate(ocd = StatisticsConfig.class)
public final class StatisticsComponent implements ContainerStatistics {
  private final ContainerAdmin admin;
  private final Sampler sampler;
  private final Subscribers subscribers;
  private final SamplingThread thread;
  private final DelaySums delays;
  private final BundleContext context;

  /** There is one while there are subscribers; guarded by this. */
  private @Nullable ServiceRegistration<ContainerListener> listening;

  /**
   * Statistics of the tasks of one host, at which nobody looks yet.
   *
   * @param accounting tells how long tasks have waited; null if the host cannot
   */
  @Activate
  public StatisticsComponent(
      BundleContext context,
      @Reference ContainerAdmin admin,
      @Reference StateLedger ledger,
      @Reference(policyOption = ReferencePolicyOption.GREEDY) TaskStates states,
      @Reference(
              cardinality = ReferenceCardinality.OPTIONAL,
              policyOption = ReferencePolicyOption.GREEDY)
          @Nullable DelayAccounting accounting,
      StatisticsConfig config) {
    this.admin = admin;
    this.sampler = new Sampler(admin, ledger, states, Pace.of(config), System.nanoTime());
    this.subscribers = new Subscribers(admin, sampler);
    this.thread = new SamplingThread(sampler, subscribers::compare);
    this.delays = new DelaySums(accounting);
    this.context = context;
  }

  @Activate
  void start() {
    thread.start();
  }

  @Modified
  void configure(StatisticsConfig config) {
    sampler.pace(Pace.of(config));
  }

  @Deactivate
  void close() {
    thread.close();
    subscribers.close();
    listen();
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addListener(StatisticsListener listener, Map<String, ?> properties) {
    subscribers.add(Subscriber.of(listener, properties));
    listen();
  }

  void removeListener(StatisticsListener listener) {
    subscribers.remove(listener);
    listen();
  }

  /** Hears of events while somebody wants to know, and makes nobody tell them otherwise. */
  private synchronized void listen() {
    if (subscribers.isEmpty() && listening != null) {
      listening.unregister();
      listening = null;
    } else if (!subscribers.isEmpty() && listening == null) {
      listening = context.registerService(ContainerListener.class, subscribers, null);
    }
  }

  @Override
  public Statistics of(Container container, Reach reach) {
    return sampler.of(container, reach);
  }

  @Override
  public Statistics at(String path, Reach reach) throws ContainerException {
    if (path.isEmpty()) {
      throw new ContainerException(Errno.EINVAL, "no container is named");
    }
    int bytes = path.getBytes(UTF_8).length;
    if (bytes > LONGEST_PATH) {
      throw new ContainerException(
          Errno.E2BIG, "a path of " + bytes + " bytes; at most " + LONGEST_PATH + " are taken");
    }
    return of(container(path), reach);
  }

  /** A directory on the way to a mount is no container, whatever else may be said of it. */
  private Container container(String path) throws ContainerException {
    try {
      return admin.container(path);
    } catch (ContainerException refused) {
      throw refused.errno() == Errno.EPERM
          ? new ContainerException(Errno.ENOENT, path, "it is no container")
          : refused;
    }
  }

  @Override
  public Delays delays(Container container, Reach reach) throws ContainerException {
    return delays.of(container, reach);
  }

  @Override
  public SamplerReport sampler() {
    return sampler.report();
  }
}
