package corral.host.linux;

import corral.framework.api.ContainerException;
import corral.framework.api.host.Host;
import corral.framework.api.host.TaskEvents;
import corral.host.linux.ffi.OsException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells the framework what happens to processes, on a thread of its own, from the best source that
 * works: if one fails, the next takes its place. Started and closed once, by one thread; its
 * figures are for any thread.
 */
final class EventPump implements AutoCloseable {
  private static final Logger LOG = System.getLogger(EventPump.class.getName());

  private final ProcReader proc;
  private final List<ProcessObserver> observers;
  private final List<EventSource> sources;
  private final EventCounters counters = new EventCounters();
  private volatile EventSource current;
  private volatile String setback;
  private @Nullable Thread thread;

  /** Ready to start. */
  EventPump(ProcReader proc, List<ProcessObserver> observers, EventSources sources) {
    this.proc = proc;
    this.observers = List.copyOf(observers);
    this.sources = sources.inOrder();
    this.current = sources.inOrder().getFirst();
    this.setback = sources.lack();
  }

  /**
   * Tells the framework which processes there are, and begins to tell what happens to them.
   *
   * @throws ContainerException EBUSY if another host is telling
   * @throws OsException if /proc cannot be read
   */
  void start(Host host, TaskEvents events) throws ContainerException, OsException {
    var census = proc.census();
    var stream = events.open(host, census.live());
    var reporter = new Reporter(observers, stream, counters);
    thread =
        Thread.ofPlatform()
            .name("corral-host-linux")
            .start(
                () -> {
                  try (stream) {
                    run(census, reporter);
                  }
                });
  }

  /** One sentence for a person, without a full stop: the source, and what is wrong with it. */
  String status() {
    return current.description() + setback;
  }

  Map<String, Long> counters() {
    return counters.read();
  }

  private void run(Census first, Reporter reporter) {
    for (var source : sources) {
      try {
        tell(source, first, reporter);
        return;
      } catch (OsException | RuntimeException failure) {
        LOG.log(Level.ERROR, source.description(), failure);
        setback = ", since " + failure.getMessage();
      }
    }
  }

  /** What happened since the source before failed is found out by a scan. */
  private void tell(EventSource source, Census first, Reporter reporter) throws OsException {
    observers.forEach(observer -> observer.listensTo(source));
    var census = first;
    if (!source.equals(current)) {
      current = source;
      census = proc.census();
      reporter.repair(census.live());
    }
    source.tell(census, reporter);
  }

  /** Returns when the last event has been told. */
  @Override
  public void close() {
    sources.forEach(EventSource::stop);
    if (thread != null) {
      joinUninterruptibly(thread);
    }
    sources.forEach(EventSource::close);
  }

  private static void joinUninterruptibly(Thread thread) {
    boolean isInterrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
