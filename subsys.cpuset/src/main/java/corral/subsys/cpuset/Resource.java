package corral.subsys.cpuset;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.IndexSet;
import corral.framework.api.host.Machine;

/** What a cpuset hands out in numbered pieces. */
enum Resource {
  CPUS("cpus", "CPU", Flag.CPU_EXCLUSIVE),
  MEMS("mems", "memory node", Flag.MEM_EXCLUSIVE);

  private final String file;
  private final String noun;
  private final Flag exclusive;

  Resource(String file, String noun, Flag exclusive) {
    this.file = file;
    this.noun = noun;
    this.exclusive = exclusive;
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
   * Reads a list that was written by a person or a program. What is not on line falls away.
   *
   * @throws ContainerException EINVAL if it is not a list, ERANGE if it has a number that the
   *     machine cannot have, ENOSPC if none of what it names is on line
   */
  IndexSet parse(String list, Machine machine) throws ContainerException {
    var named = IndexSet.parse(list, possible(machine).last() + 1);
    var usable = named.and(online(machine));
    if (usable.isEmpty() && !named.isEmpty()) {
      throw new ContainerException(Errno.ENOSPC, named(named) + " not on line");
    }
    return usable;
  }
}
