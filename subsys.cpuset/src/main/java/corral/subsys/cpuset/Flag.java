package corral.subsys.cpuset;

import java.util.Locale;

/** A setting of a cpuset that is on or off ({@code cpuset_flagbits_t}). */
enum Flag {
  CPU_EXCLUSIVE,
  MEM_EXCLUSIVE,
  MEM_HARDWALL,
  SCHED_LOAD_BALANCE,
  MEMORY_MIGRATE,
  MEMORY_SPREAD_PAGE,
  MEMORY_SPREAD_SLAB,
  /** Of the root only, and for all cpusets. */
  MEMORY_PRESSURE_ENABLED;

  /** The file that shows it, without the subsystem's prefix. */
  String file() {
    return name().toLowerCase(Locale.ROOT);
  }
}
