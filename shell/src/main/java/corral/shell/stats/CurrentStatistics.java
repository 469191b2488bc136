package corral.shell.stats;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.stats.ContainerStatistics;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * The statistics, if somebody keeps them. Commands that need them stay and say so while they are
 * away. Thread-safe.
 */
@Component(service = CurrentStatistics.class)
public final class CurrentStatistics {
  private final AtomicReference<@Nullable ContainerStatistics> current = new AtomicReference<>();

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  public void bind(ContainerStatistics statistics) {
    current.set(statistics);
  }

  public void unbind(ContainerStatistics statistics) {
    current.compareAndSet(statistics, null);
  }

  /** The statistics, if there are any. */
  public Optional<ContainerStatistics> find() {
    return Optional.ofNullable(current.get());
  }

  /**
   * The statistics.
   *
   * @throws ContainerException ENOSYS if nobody keeps them
   */
  public ContainerStatistics get() throws ContainerException {
    return find()
        .orElseThrow(
            () ->
                new ContainerException(
                    Errno.ENOSYS, "nobody looks at what tasks do (see 'why stats')"));
  }
}
