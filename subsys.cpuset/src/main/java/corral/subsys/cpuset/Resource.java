package corral.subsys.cpuset;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.IndexSet;
import corral.framework.api.host.Machine;
import java.util.Set;

/** What a cpuset hands out in numbered pieces. */
enum Resource {
  CPUS("cpus", "CPU", Flag.CPU_EXCLUSIVE),
  MEMS("mems", "memory node", Flag.MEM_EXCLUSIVE);

  private static final Set<Flag> FLAGS_OF_CPUS =
      Set.of(Flag.CPU_EXCLUSIVE, Flag.SCHED_LOAD_BALANCE);

  private final String file;
  private final String noun;
  private final Flag exclusive;

  Resource(String file, String noun, Flag exclusive) {
    this.file = file;
    this.noun = noun;
    this.exclusive = exclusive;
  }

  /** What a flag is about. */
  static Resource owner(Flag flag) {
    return FLAGS_OF_CPUS.contains(flag) ? CPUS : MEMS;
  }

  /** The file that shows it, without the subsystem's prefix. */
  String file() {
    return file;
  }

  /** Which flag keeps it from siblings. */
  Flag exclusive() {
    return exclusive;
  }

  /** All that the machine can have. */
  IndexSet possible(Machine machine) {
    return switch (this) {
      case CPUS -> machine.cpus();
      case MEMS -> machine.memoryNodes();
    };
  }

  /** What of the machine's is on line. */
  IndexSet online(Machine machine) {
    return switch (this) {
      case CPUS -> machine.onlineCpus();
      case MEMS -> machine.onlineMemoryNodes();
    };
  }

  /** What the settings have of it. */
  IndexSet of(Settings settings) {
    return switch (this) {
      case CPUS -> settings.cpus();
      case MEMS -> settings.mems();
    };
  }

  /** The settings with these instead. */
  Settings in(Settings settings, IndexSet numbers) {
    return switch (this) {
      case CPUS -> settings.withCpus(numbers);
      case MEMS -> settings.withMems(numbers);
    };
  }

  /** {@code CPU 3} or {@code CPUs 2-3}. */
  String named(IndexSet numbers) {
    return noun + (numbers.size() == 1 ? " " : "s ") + numbers;
  }

  /**
   * Reads a list that was written by a person or a program. What is not on line falls away, unless
   * it was there before: it may come back.
   *
   * @param before what was in the place of the list
   * @throws ContainerException EINVAL if it is not a list, ERANGE if it has a number that the
   *     machine cannot have, ENOSPC if none of what it names is on line
   */
  IndexSet parse(String list, IndexSet before, Machine machine) throws ContainerException {
    var named = IndexSet.parse(list, possible(machine).last() + 1);
    var online = online(machine);
    if (!named.isEmpty() && !named.overlaps(online)) {
      throw new ContainerException(Errno.ENOSPC, named(named) + " not on line");
    }
    return named.and(online.or(before));
  }
}
