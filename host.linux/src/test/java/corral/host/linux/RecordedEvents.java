package corral.host.linux;

import corral.framework.api.CpuUsage;
import corral.framework.api.host.Host;
import corral.framework.api.host.TaskEvents;
import corral.framework.api.host.TaskInfo;
import corral.framework.api.host.TaskStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A framework that remembers what it is told. Thread-safe. */
final class RecordedEvents implements TaskEvents, TaskStream {
  sealed interface Event permits Opened, Forked, Exited, Repaired, Closed {}

  record Opened(Collection<TaskInfo> live) implements Event {}

  record Forked(int parentPid, int pid, long startTimeNanos) implements Event {}

  record Exited(int pid, @Nullable CpuUsage usage) implements Event {}

  record Repaired(Collection<TaskInfo> live) implements Event {}

  record Closed() implements Event {}

  private final List<Event> told = new ArrayList<>();
  private final CountDownLatch hold = new CountDownLatch(1);
  private volatile boolean holdsUp;

  /** The telling of the next fork will last until {@link #letGo}. */
  void holdUp() {
    holdsUp = true;
  }

  void letGo() {
    hold.countDown();
  }

  private synchronized void add(Event event) {
    told.add(event);
    notifyAll();
  }

  @Override
  public TaskStream open(Host host, Collection<TaskInfo> live) {
    add(new Opened(live));
    return this;
  }

  @Override
  public void fork(int parentPid, int pid, long startTimeNanos) {
    add(new Forked(parentPid, pid, startTimeNanos));
    if (holdsUp) {
      try {
        hold.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public void exit(int pid, @Nullable CpuUsage usage) {
    add(new Exited(pid, usage));
  }

  @Override
  public Repair repair(Collection<TaskInfo> live) {
    add(new Repaired(live));
    return new Repair(0, 0);
  }

  @Override
  public void close() {
    add(new Closed());
  }

  synchronized List<Event> told() {
    return List.copyOf(told);
  }

  /** Every event of a kind until now. */
  <E extends Event> Stream<E> told(Class<E> kind) {
    return told().stream().filter(kind::isInstance).map(kind::cast);
  }

  /** Waits for the first event of a kind that is as wanted. */
  synchronized <E extends Event> E await(Class<E> kind, Predicate<E> isWanted)
      throws InterruptedException {
    for (; ; ) {
      Optional<E> found = told(kind).filter(isWanted).findFirst();
      if (found.isPresent()) {
        return found.get();
      }
      wait();
    }
  }

  Forked awaitFork(int parentPid) throws InterruptedException {
    return await(Forked.class, fork -> fork.parentPid() == parentPid);
  }

  Exited awaitExit(int pid) throws InterruptedException {
    return await(Exited.class, exit -> exit.pid() == pid);
  }
}
