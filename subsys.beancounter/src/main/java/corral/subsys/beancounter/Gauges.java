package corral.subsys.beancounter;

import static corral.subsys.beancounter.api.BuiltInResource.KMEMSIZE;
import static corral.subsys.beancounter.api.BuiltInResource.PHYSPAGES;
import static corral.subsys.beancounter.api.BuiltInResource.PRIVVMPAGES;

import corral.framework.api.ContainerException;
import corral.framework.api.Task;
import corral.framework.api.host.MemoryAccounting;
import corral.framework.api.host.OpenFiles;
import corral.subsys.beancounter.api.BuiltInResource;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what tasks hold. A task that is gone, or that may not be looked at, holds nothing. Without
 * a host that can tell, nobody holds anything. Thread-safe.
 */
final class Gauges {
  private static final MemoryAccounting.Usage NOTHING = new MemoryAccounting.Usage(0, 0, 0);

  private final @Nullable MemoryAccounting memory;
  private final @Nullable OpenFiles files;

  Gauges(Means means) {
    this.memory = means.memory();
    this.files = means.files();
  }

  int openFiles(Task task) {
    try {
      return files == null ? 0 : files.count(task.pid());
    } catch (ContainerException _) {
      return 0;
    }
  }

  private MemoryAccounting.Usage memory(Task task) {
    try {
      return memory == null ? NOTHING : memory.memoryUsage(task.pid());
    } catch (ContainerException _) {
      return NOTHING;
    }
  }

  /** Measures the memory of an account's tasks. */
  void measureMemory(Account account) {
    if (memory == null) {
      return;
    }
    long privatePages = 0;
    long residentPages = 0;
    long kernelBytes = 0;
    for (var task : account.container().tasks()) {
      var usage = memory(task);
      privatePages += usage.privatePages();
      residentPages += usage.residentPages();
      kernelBytes += usage.kernelBytes();
    }
    account.measure(PRIVVMPAGES, privatePages);
    account.measure(PHYSPAGES, residentPages);
    account.measure(KMEMSIZE, kernelBytes);
  }

  /** The task that holds the most of a resource; empty if nobody holds any. */
  Optional<Task> greatest(BuiltInResource resource, Collection<Task> tasks) {
    record Holding(Task task, long amount) {}
    return tasks.stream()
        .map(task -> new Holding(task, held(resource, task)))
        .filter(holding -> holding.amount > 0)
        .max(Comparator.comparingLong(Holding::amount))
        .map(Holding::task);
  }

  private long held(BuiltInResource resource, Task task) {
    return switch (resource) {
      case KMEMSIZE -> memory(task).kernelBytes();
      case PRIVVMPAGES -> memory(task).privatePages();
      case PHYSPAGES -> memory(task).residentPages();
      case NUMTASKS -> 1;
      case NUMFILES -> openFiles(task);
    };
  }
}
