package corral.host.sim;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.IndexSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The life of processes: fork, exit, and what becomes of zombies and orphans. Thread-safe; forks of
 * different parents run side by side.
 */
final class Processes {
  private final PidTable table;
  private final Gate gate = new Gate();
  private final SimProcess init;

  /** Changes while the gate is closed. */
  private volatile ProcessListener listener = ProcessListener.NONE;

  /** Something that is done while no process is born and none ends. */
  @FunctionalInterface
  interface Still<R, X extends Exception> {
    R run() throws X;
  }

  /** Something that is done with a process under its monitor. */
  @FunctionalInterface
  interface Change<R> {
    R apply(SimProcess process) throws ContainerException;
  }

  /**
   * The processes of a machine that has just been started.
   *
   * @param cpus where they can run
   */
  Processes(int pidMax, IndexSet cpus) {
    table = new PidTable(pidMax);
    SystemProcess.ALL.forEach(kind -> boot(kind, cpus));
    init = Objects.requireNonNull(table.get(1));
  }

  private void boot(SystemProcess kind, IndexSet cpus) {
    try {
      var parent = table.get(kind.parent());
      var where = kind.bound() ? IndexSet.of(0) : cpus;
      var process = new SimProcess(table.nextFree(), parent, kind, where);
      if (parent != null) {
        parent.adopt(process);
      }
      table.putIfAbsent(process);
    } catch (ContainerException e) {
      throw new IllegalStateException("a new machine has room for its first processes", e);
    }
  }

  /**
   * Makes a child.
   *
   * @param preparation is done with the child before anybody can find it
   * @throws ContainerException ESRCH if the parent is gone, EAGAIN if every process id is taken
   */
  int fork(int parentPid, long nowNanos, Consumer<SimProcess> preparation)
      throws ContainerException {
    var lane = gate.pass();
    try {
      var parent = find(parentPid);
      synchronized (parent) {
        if (parent.hasEnded()) {
          throw noSuchProcess(parentPid);
        }
        return fork(parent, nowNanos, preparation);
      }
    } finally {
      lane.unlock();
    }
  }

  private int fork(SimProcess parent, long nowNanos, Consumer<SimProcess> preparation)
      throws ContainerException {
    var group = parent.taskGroup;
    if (group != null && !group.tryAdd()) {
      throw new ContainerException(
          Errno.EAGAIN, Integer.toString(parent.pid), "its group has as many tasks as it may");
    }
    boolean isBorn = false;
    try {
      int pid = forkCounted(parent, nowNanos, preparation);
      isBorn = true;
      return pid;
    } finally {
      if (group != null && !isBorn) {
        group.remove();
      }
    }
  }

  private int forkCounted(SimProcess parent, long nowNanos, Consumer<SimProcess> preparation)
      throws ContainerException {
    while (true) {
      var child = new SimProcess(table.nextFree(), parent, nowNanos);
      preparation.accept(child);
      // Locked before anybody can find it, so that nobody ends it before its fork is told.
      synchronized (child) {
        if (table.putIfAbsent(child)) {
          parent.adopt(child);
          listener.forked(parent.pid, child.pid, nowNanos);
          return child.pid;
        }
      }
    }
  }

  /**
   * Ends a process.
   *
   * @param reap whether its parent hears of it at once; otherwise it is a zombie until then
   * @throws ContainerException ESRCH if it is gone or has ended already, EPERM if it is vital
   */
  void exit(int pid, int status, boolean reap) throws ContainerException {
    exit(find(pid), status, reap);
  }

  /**
   * As the other, for a process that began at a time; its parent hears of its end at once.
   *
   * @throws ContainerException ESRCH if it is gone or has ended, EPERM if it is vital
   */
  void kill(int pid, long startTimeNanos, int status) throws ContainerException {
    exit(find(pid, startTimeNanos), status, true);
  }

  private void exit(SimProcess process, int status, boolean reap) throws ContainerException {
    CompletableFuture<Integer> awaited;
    var lane = gate.pass();
    try {
      synchronized (process) {
        if (process.hasEnded()) {
          throw noSuchProcess(process.pid);
        }
        if (process.vital) {
          throw new ContainerException(
              Errno.EPERM,
              Integer.toString(process.pid),
              "the machine cannot do without " + process.command);
        }
        process.state = ProcessState.ZOMBIE;
        process.enter(null);
        awaited = process.exitStatus;
        orphanChildren(process);
        listener.exited(process.pid, process.usage());
        leaveToParent(process, reap);
      }
    } finally {
      lane.unlock();
    }
    if (awaited != null) {
      awaited.complete(status);
    }
  }

  /** The children of a process that ends go to init, which reaps those that have ended. */
  private void orphanChildren(SimProcess process) {
    for (var child = process.firstChild(); child != null; child = process.firstChild()) {
      synchronized (init) {
        process.disown(child);
        if (child.unreaped) {
          table.remove(child);
        } else {
          init.adopt(child);
        }
      }
    }
  }

  private void leaveToParent(SimProcess process, boolean reap) {
    while (true) {
      var parent = Objects.requireNonNull(process.parent, "only vital processes have no parent");
      synchronized (parent) {
        if (process.parent != parent) {
          continue; // The parent has ended meanwhile.
        }
        if (reap || parent == init) {
          parent.disown(process);
          table.remove(process);
        } else {
          process.unreaped = true;
        }
        return;
      }
    }
  }

  /**
   * Lets a process hear of its children that have ended ({@code waitpid}).
   *
   * @return their process ids, which are free now
   * @throws ContainerException ESRCH if it is gone
   */
  List<Integer> reap(int parentPid) throws ContainerException {
    var reaped = new ArrayList<Integer>();
    var parent = find(parentPid);
    synchronized (parent) {
      var child = parent.firstChild();
      while (child != null) {
        var next = child.nextSibling();
        if (child.unreaped) {
          parent.disown(child);
          table.remove(child);
          reaped.add(child.pid);
        }
        child = next;
      }
    }
    reaped.sort(null);
    return reaped;
  }

  /**
   * Does something with a process that has not ended.
   *
   * @throws ContainerException ESRCH if it is gone or has ended, or what the change refuses with
   */
  <R> R change(int pid, Change<R> change) throws ContainerException {
    return withAny(
        pid,
        process -> {
          if (process.hasEnded()) {
            throw noSuchProcess(pid);
          }
          return change.apply(process);
        });
  }

  /**
   * As {@link #change}, also with a zombie.
   *
   * @throws ContainerException ESRCH if it is gone, or what the change refuses with
   */
  <R> R withAny(int pid, Change<R> change) throws ContainerException {
    var process = find(pid);
    synchronized (process) {
      // Whoever has waited for the monitor of a process that ended meanwhile finds it gone.
      if (table.get(pid) != process) {
        throw noSuchProcess(pid);
      }
      return change.apply(process);
    }
  }

  /** Something of each process, zombies included, ascending by process id. */
  <R> List<R> each(Function<SimProcess, R> property) {
    var all = new ArrayList<R>();
    forEach(process -> all.add(property.apply(process)));
    return all;
  }

  /** Something with each process, zombies included, ascending by process id. */
  void forEach(Consumer<SimProcess> action) {
    table.forEach(
        process -> {
          synchronized (process) {
            if (table.get(process.pid) == process) {
              action.accept(process);
            }
          }
        });
  }

  /** Does something while no process is born and none ends. */
  <R, X extends Exception> R whileStill(Still<R, X> action) throws X {
    gate.close();
    try {
      return action.run();
    } finally {
      gate.open();
    }
  }

  /** Tells another listener from now on. Called {@link #whileStill}. */
  void tell(ProcessListener newListener) {
    listener = newListener;
  }

  private SimProcess find(int pid) throws ContainerException {
    var process = table.get(pid);
    if (process == null) {
      throw noSuchProcess(pid);
    }
    return process;
  }

  private SimProcess find(int pid, long startTimeNanos) throws ContainerException {
    var process = find(pid);
    if (process.startTimeNanos != startTimeNanos) {
      throw noSuchProcess(pid);
    }
    return process;
  }

  static ContainerException noSuchProcess(int pid) {
    return new ContainerException(Errno.ESRCH, Integer.toString(pid), null);
  }
}
