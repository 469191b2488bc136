package corral.subsys.cpuset;

import corral.framework.api.host.IndexSet;
import java.util.EnumSet;
import java.util.Set;

/**
 * All that can be set for one cpuset. Immutable.
 *
 * @param cpus the CPUs that its tasks may run on
 * @param mems the memory nodes that its tasks may use
 * @param flags the flags that are on
 * @param relaxDomainLevel how far the scheduler looks for an idle CPU, from -1 to 5
 */
record Settings(IndexSet cpus, IndexSet mems, Set<Flag> flags, int relaxDomainLevel) {
  /** What a new cpuset below the root has, but for what it takes from its parent. */
  static final Settings NEW =
      new Settings(IndexSet.EMPTY, IndexSet.EMPTY, Set.of(Flag.SCHED_LOAD_BALANCE), -1);

  private static final Set<Flag> INHERITED =
      EnumSet.of(Flag.MEMORY_SPREAD_PAGE, Flag.MEMORY_SPREAD_SLAB);

  Settings {
    flags = Set.copyOf(flags);
  }

  /** What a new cpuset below one with these settings has. */
  Settings forChild() {
    var taken = EnumSet.copyOf(INHERITED);
    taken.retainAll(flags);
    taken.addAll(NEW.flags);
    return new Settings(NEW.cpus, NEW.mems, taken, NEW.relaxDomainLevel);
  }

  boolean has(Flag flag) {
    return flags.contains(flag);
  }

  boolean isExclusive() {
    return has(Flag.CPU_EXCLUSIVE) || has(Flag.MEM_EXCLUSIVE);
  }

  Settings withCpus(IndexSet newCpus) {
    return new Settings(newCpus, mems, flags, relaxDomainLevel);
  }

  Settings withMems(IndexSet newMems) {
    return new Settings(cpus, newMems, flags, relaxDomainLevel);
  }

  Settings with(Flag flag, boolean on) {
    var newFlags = EnumSet.noneOf(Flag.class);
    newFlags.addAll(flags);
    if (on) {
      newFlags.add(flag);
    } else {
      newFlags.remove(flag);
    }
    return new Settings(cpus, mems, newFlags, relaxDomainLevel);
  }

  Settings withRelaxDomainLevel(int newLevel) {
    return new Settings(cpus, mems, flags, newLevel);
  }
}
