package corral.framework.engine;

import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.SubsystemState;
import corral.framework.api.Task;
import corral.framework.engine.Fault.Failure;
import corral.framework.engine.Fault.Strike;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What the subsystems of one run share: their complaints, the order of their calls within an
 * operation, and the fault that is to strike one of them. Thread-safe.
 */
final class Book {
  /** Calls for the same thing that come in the reverse order of registration. */
  private static final List<Callback> UNDOING = List.of(Callback.CANCEL_ATTACH, Callback.DESTROY);

  /** The steps of an attach, each of which all subsystems take before the next begins. */
  private static final List<Callback> ATTACHING =
      List.of(Callback.CAN_ATTACH, Callback.ATTACH, Callback.POST_ATTACH);

  private static final int MANY_SUBSYSTEMS = 1_000_000;

  /** That a subsystem was told what a task has done, and where. */
  record Telling(String subsystem, Callback callback, int pid, String path)
      implements Comparable<Telling> {
    @Override
    public int compareTo(Telling other) {
      return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
      return subsystem + " " + callback + " " + pid + " " + path;
    }
  }

  private record Call(Callback callback, Object subject) {}

  final List<String> complaints = new CopyOnWriteArrayList<>();

  /** What the subsystems were told in the operation. */
  final Queue<Telling> tellings = new ConcurrentLinkedQueue<>();

  /** How many callbacks have failed without a way to refuse: each is to be logged. */
  final AtomicInteger failures = new AtomicInteger();

  private final Map<Call, Integer> lastCalls = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable Fault> armed = new AtomicReference<>();
  private final AtomicInteger skipped = new AtomicInteger();
  private final AtomicReference<@Nullable Strike> strike = new AtomicReference<>();

  /** An operation begins, in which a fault may strike. */
  void begin(@Nullable Fault fault) {
    lastCalls.clear();
    tellings.clear();
    skipped.set(0);
    strike.set(null);
    armed.set(fault);
  }

  /** Ends the operation; returns the fault if it has struck. */
  @Nullable Strike end() {
    armed.set(null);
    return strike.get();
  }

  void check(boolean condition, FaultySubsystem subsystem, String complaint) {
    if (!condition) {
      complaints.add(subsystem + ": " + complaint);
    }
  }

  /** Notes the call of a callback about a container or task, in the order of the subsystems. */
  void call(FaultySubsystem subsystem, Callback callback, Object subject) {
    int step = ATTACHING.indexOf(callback);
    var call = new Call(step > 0 ? ATTACHING.getFirst() : callback, subject);
    int rank = Math.max(step, 0) * MANY_SUBSYSTEMS + subsystem.number();
    var before = lastCalls.put(call, rank);
    check(
        before == null || (UNDOING.contains(callback) ? rank < before : rank > before),
        subsystem,
        callback + " for " + subject + " out of order");
  }

  /** As {@link #call}, for what is told of a task. */
  void told(FaultySubsystem subsystem, Callback callback, Task task, SubsystemState css) {
    call(subsystem, callback, task);
    tellings.add(new Telling(subsystem.name(), callback, task.pid(), css.container().path()));
  }

  /** Fails if the armed fault is meant. */
  void refuse(FaultySubsystem subsystem, Callback callback, @Nullable Container container)
      throws ContainerException {
    var fault = strikes(subsystem, callback, container);
    if (fault != null && fault.errno() != null) {
      throw new ContainerException(fault.errno(), "so that it is tried");
    } else if (fault != null) {
      throw failure(fault);
    }
  }

  /** As {@link #refuse}, for a callback that cannot refuse. */
  void fail(FaultySubsystem subsystem, Callback callback, @Nullable Container container) {
    var fault = strikes(subsystem, callback, container);
    if (fault != null) {
      throw failure(fault);
    }
  }

  private Failure failure(Fault fault) {
    failures.incrementAndGet();
    return new Failure(fault);
  }

  private @Nullable Fault strikes(
      FaultySubsystem subsystem, Callback callback, @Nullable Container container) {
    var fault = armed.get();
    if (fault == null
        || fault.callback() != callback
        || !fault.subsystem().equals(subsystem.name())
        || skipped.getAndIncrement() < fault.skip()
        || !armed.compareAndSet(fault, null)) {
      return null;
    }
    strike.set(new Strike(fault, container));
    return fault;
  }
}
