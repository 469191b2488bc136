package corral.host.linux;

import corral.host.linux.ffi.Clocks;
import corral.host.linux.ffi.OsException;
import corral.host.linux.ffi.Pollable;
import corral.host.linux.ffi.ProcessConnector;
import corral.host.linux.ffi.ProcessEventHandler;
import corral.host.linux.ffi.Readiness;
import java.util.ArrayList;
import java.util.List;

/**
 * Hears of every fork and exit from the kernel. A loss of events is noticed, and repaired by a
 * scan.
 */
final class ConnectorSource implements EventSource {
  /** The room that a record takes, compared with an event: the records should last longer. */
  private static final int RECORD_PER_EVENT = 4;

  private final ProcReader proc;
  private final ProcessConnector connector;
  private final FinalUsage usage;
  private final Readiness readiness;

  private ConnectorSource(ProcReader proc, ProcessConnector connector, FinalUsage usage)
      throws OsException {
    this.proc = proc;
    this.connector = connector;
    this.usage = usage;
    var sources = new ArrayList<Pollable>(List.of(connector));
    sources.addAll(usage.sources());
    readiness = new Readiness(sources);
  }

  /**
   * Begins to listen.
   *
   * @param cpus a list of every CPU that the machine can have
   * @param bufferBytes what the kernel may keep for us until we listen
   * @throws OsException if this process cannot hear of all others
   */
  static ConnectorSource open(ProcReader proc, String cpus, int bufferBytes) throws OsException {
    var connector = ProcessConnector.open(bufferBytes);
    var usage = FinalUsage.open(new ProcessCpu(proc), cpus, RECORD_PER_EVENT * bufferBytes);
    try {
      return new ConnectorSource(proc, connector, usage);
    } catch (OsException refused) {
      usage.close();
      connector.close();
      throw refused;
    }
  }

  @Override
  public String description() {
    return "forks and exits from the kernel's process connector, " + usage.description();
  }

  @Override
  public boolean tellsExecs() {
    return true;
  }

  @Override
  public void tell(Census census, Reporter reporter) throws OsException {
    var events = new Events(census, reporter);
    while (readiness.await()) {
      usage.update();
      int received = connector.receive();
      if (received == ProcessConnector.OVERRUN) {
        events.repair();
      } else {
        events.deliver();
      }
    }
  }

  @Override
  public void stop() {
    readiness.wake();
  }

  @Override
  public void close() {
    readiness.close();
    usage.close();
    connector.close();
  }

  /** One telling of events. */
  private final class Events implements ProcessEventHandler {
    private final ThreadGroups threads = new ThreadGroups(proc::lives);
    private final Reporter reporter;
    private long bootMinusMonotonicNanos;

    Events(Census census, Reporter reporter) {
      this.reporter = reporter;
      threads.reset(census.extraThreads());
    }

    /** The kernel sends the record of an exit before the event, so that it has come by now. */
    void deliver() throws OsException {
      usage.update();
      bootMinusMonotonicNanos = Clocks.bootMinusMonotonicNanos();
      connector.deliver(this);
    }

    /**
     * After a loss the kernel adds nothing to the socket until all that is in it is taken, so that
     * this comes to an end; what happens after that is told by later events. Of the exits that were
     * lost there may be records.
     */
    void repair() throws OsException {
      reporter.overrun();
      for (int received = connector.receive(); received != 0; received = connector.receive()) {
        deliver();
      }
      var census = proc.census();
      threads.reset(census.extraThreads());
      var ended = usage.takeAll();
      census.live().forEach(task -> ended.remove(task.pid()));
      ended.forEach(reporter::exit);
      reporter.repair(census.live());
    }

    @Override
    public void forked(int parent, int tid, int pid, long monotonicNanos) {
      if (tid == pid) {
        reporter.fork(parent, pid, monotonicNanos + bootMinusMonotonicNanos);
      } else {
        threads.cloned(pid, tid);
      }
    }

    @Override
    public void executed(int pid) {
      threads.executed(pid);
      reporter.exec(pid);
    }

    @Override
    public void exited(int tid, int pid) {
      if (threads.exited(tid, pid)) {
        reporter.exit(pid, usage.take(pid).orElse(null));
      }
      if (tid != pid) {
        usage.drop(tid);
      }
    }
  }
}
