package corral.subsys.cpuset;

import corral.framework.api.host.CpuAffinity;
import corral.framework.api.host.Machine;
import org.jspecify.annotations.Nullable;

/** The subsystems that the bundle registers, for tests without a framework. */
final class CpusetBundle {
  private CpusetBundle() {}

  /** For CPUs and memory nodes, on a host that cannot move pages. */
  static CpusetSubsystem on(Machine machine, @Nullable CpuAffinity affinity) {
    return new CpusetSubsystem(Scope.BOTH, new Means(machine, affinity, null, null));
  }
}
