package corral.stats;

import static java.nio.charset.StandardCharsets.UTF_8;

import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.host.TaskStates;
import corral.framework.api.stats.ContainerStatistics;
import corral.framework.api.stats.Reach;
import corral.framework.api.stats.SamplerReport;
import corral.framework.api.stats.StateLedger;
import corral.framework.api.stats.Statistics;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
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
  private final SamplingThread thread;

  /** Statistics of the tasks of one host, at which nobody looks yet. */
  @Activate
  public StatisticsComponent(
      @Reference ContainerAdmin admin,
      @Reference StateLedger ledger,
      @Reference(policyOption = ReferencePolicyOption.GREEDY) TaskStates states,
      StatisticsConfig config) {
    this.admin = admin;
    this.sampler = new Sampler(admin, ledger, states, Pace.of(config), System.nanoTime());
    this.thread = new SamplingThread(sampler, () -> {});
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
  public SamplerReport sampler() {
    return sampler.report();
  }
}
