package corral.subsys.cpuacct;

import corral.framework.api.ContainerException;
import corral.framework.api.CpuUsage;
import corral.framework.api.Task;
import corral.framework.api.host.CpuAccounting;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the tasks use and charges it to the accounts of their containers. Without a host that
 * can be read, only what is told when a task ends is charged. Thread-safe.
 */
final class Metering {
  private final @Nullable CpuAccounting accounting;
  private final Map<Task, Meter> meters = new ConcurrentHashMap<>();

  /** Up to where tasks were charged before the subsystem left. */
  private final Map<TaskKey, CpuUsage> handedOver = new ConcurrentHashMap<>();

  Metering(@Nullable CpuAccounting accounting) {
    this.accounting = accounting;
  }

  /** Whether live tasks can be read. */
  boolean isPossible() {
    return accounting != null;
  }

  /** A task begins, and has used nothing, unless it was adopted. */
  void begin(CpuAccount account, Task task) {
    meters.putIfAbsent(task, new Meter(account, CpuUsage.NONE));
    account.occupy();
  }

  /**
   * A running task comes under the accounts. What it used before is not theirs, but for the time
   * since it was under them the last time.
   */
  void adopt(CpuAccount account, Task task) {
    var earlier = handedOver.remove(TaskKey.of(task));
    var reading = earlier == null ? read(task) : earlier;
    if (reading != null) {
      meters.put(task, new Meter(account, reading));
      account.occupy();
    }
  }

  /** Charges what a task used that has ended while nobody was there to meter it. */
  void missed(CpuAccount account, Task task) {
    var earlier = handedOver.remove(TaskKey.of(task));
    var reading = task.finalUsage();
    if (reading != null) {
      account.charge(reading.since(earlier == null ? CpuUsage.NONE : earlier));
    }
  }

  /** Charges the use so far of every task and ends all meters. */
  void settle() {
    for (var task : List.copyOf(meters.keySet())) {
      chargeNow(task);
      var meter = meters.remove(task);
      if (meter != null) {
        handedOver.put(TaskKey.of(task), meter.stop());
      }
    }
  }

  /** Up to where each task was charged that was settled; they are known here no more. */
  Map<TaskKey, CpuUsage> handOver() {
    var all = Map.copyOf(handedOver);
    handedOver.clear();
    return all;
  }

  /** Goes on where another left off. */
  void takeOver(Map<TaskKey, CpuUsage> charged) {
    handedOver.putAll(charged);
  }

  /** A task has moved. */
  void move(CpuAccount account, Task task) {
    var meter = meters.get(task);
    if (meter == null) {
      adopt(account, task);
    } else {
      meter.moveTo(account, read(task));
      account.occupy();
    }
  }

  /** A task has ended; its last slice is charged. */
  void end(Task task) {
    var meter = meters.get(task);
    var reading = task.finalUsage();
    if (meter != null && reading != null) {
      meter.charge(reading);
    }
    meters.remove(task);
  }

  /** Charges the use so far of every task, also of one that is between two hierarchies. */
  void chargeAll() {
    if (accounting != null) {
      meters.keySet().forEach(this::chargeNow);
    }
  }

  /** Charges the use so far of every task in a container and in those below it. */
  void chargeTree(CpuAccount top) {
    if (accounting != null) {
      top.forEachOccupied(account -> account.container().tasks().forEach(this::chargeNow));
    }
  }

  private void chargeNow(Task task) {
    var meter = meters.get(task);
    if (meter == null || hasNotRun(task, meter)) {
      return;
    }
    var reading = read(task);
    // Looked at again: if the task has ended meanwhile, its pid may be another's.
    if (reading != null && meters.get(task) == meter) {
      meter.charge(reading);
    }
  }

  /** Most tasks sleep most of the time, and this is quicker to know than what they have used. */
  private boolean hasNotRun(Task task, Meter meter) {
    try {
      return accounting != null && meter.isAt(accounting.totalNanos(task.pid()));
    } catch (ContainerException _) {
      return true;
    }
  }

  /** What a task has used so far; null if it cannot be told, or the task is gone. */
  private @Nullable CpuUsage read(Task task) {
    if (accounting == null) {
      return null;
    }
    try {
      return accounting.usage(task.pid());
    } catch (ContainerException _) {
      return null;
    }
  }
}
