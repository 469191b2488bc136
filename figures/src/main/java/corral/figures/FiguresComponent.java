package corral.figures;

import corral.figures.api.Figures;
import corral.figures.api.Survey;
import corral.framework.api.Container;
import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.host.CpuAccounting;
import corral.framework.api.host.Machine;
import corral.framework.api.host.MemoryAccounting;
import corral.framework.api.host.OpenFiles;
import corral.framework.api.stats.ContainerStatistics;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Tells figures by what there is to know them by at the time. */
@Component
public final class FiguresComponent implements Figures {
  private final ContainerAdmin admin;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile @Nullable CpuAccounting cpu;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile @Nullable MemoryAccounting memory;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile @Nullable OpenFiles files;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile @Nullable Machine machine;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile @Nullable ContainerStatistics statistics;

  /** Figures of these containers. */
  @Activate
  public FiguresComponent(@Reference ContainerAdmin admin) {
    this.admin = admin;
  }

  @Override
  public Survey survey(Optional<Container> top) {
    var means = new Means(cpu != null, memory != null, files != null, machine, statistics);
    return new Surveyor(admin, means).survey(top);
  }
}
