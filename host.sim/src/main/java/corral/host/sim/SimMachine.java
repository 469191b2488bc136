package corral.host.sim;

import corral.framework.api.ContainerException;
import corral.framework.api.CpuUsage;
import corral.framework.api.Errno;
import corral.framework.api.host.CpuAccounting;
import corral.framework.api.host.CpuAffinity;
import corral.framework.api.host.IndexSet;
import corral.framework.api.host.Machine;
import corral.framework.api.host.MemoryAccounting;
import corral.framework.api.host.Signals;
import corral.framework.api.host.TaskInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * A machine whose processes do what they are told, and whose clock moves only when it is told.
 *
 * <p>At first there are a few system processes that sleep, {@code init} with process id 1 among
 * them. A process that is forked is like its parent, runnable, and does nothing until it is given
 * CPU time by {@link #run} or {@link #tick}. The same calls in the same order, from one thread,
 * give the same machine; from several threads, events of each process are told in their order.
 *
 * <p>It offers what a live machine offers to subsystems. A change of its configuration starts it
 * anew. Thread-safe; forks of different parents run side by side.
 */
@Component(
    immediate = true,
    enabled = false,
    service = {
      SimMachine.class,
      Machine.class,
      CpuAffinity.class,
      CpuAccounting.class,
      MemoryAccounting.class,
      Signals.class
    },
    configurationPid = "corral.host.sim")
public final class SimMachine
    implements Machine, CpuAffinity, CpuAccounting, MemoryAccounting, Signals {
  /** The greatest weight of a process, as of a control group's {@code cpu.weight}. */
  public static final int GREATEST_WEIGHT = 10_000;

  /** The exit status of a process that is killed: 128 and the number of SIGKILL. */
  static final int KILLED = 128 + 9;

  private static final int USER_HZ = 100;
  private static final int INIT = 1;

  private final SimSettings settings;
  private final Processes processes;
  private final OnlineSet cpus;
  private final OnlineSet nodes;
  private final Watches watches = new Watches();
  private final Faults faults = new Faults();
  private final Programs programs = new Programs();

  private final CpuTime time;
  private final Random seeds;

  /**
   * A machine as its configuration says, or where that is silent the framework's properties.
   *
   * @throws IllegalArgumentException if there is no such machine
   */
  @Activate
  public SimMachine(BundleContext context, Map<String, ?> configuration) {
    this(SimSettings.of(configuration, context::getProperty));
  }

  /** A machine that has just been started. */
  public SimMachine(SimSettings settings) {
    this.settings = settings;
    this.cpus = new OnlineSet("cpu", settings.cpus());
    this.nodes = new OnlineSet("node", settings.nodes());
    this.processes = new Processes(settings.pidMax(), cpus.all());
    this.seeds = new Random(settings.seed());
    this.time = new CpuTime(settings, cpus, processes);
  }

  /** Switches the machine off. Whoever waits for the end of a process learns that it was killed. */
  @Deactivate
  public void close() {
    processes.each(process -> Optional.ofNullable(process.exitStatus)).stream()
        .flatMap(Optional::stream)
        .forEach(exitStatus -> exitStatus.complete(KILLED));
  }

  /** How big it is. */
  public SimSettings settings() {
    return settings;
  }

  /** What it is to refuse. */
  public Faults faults() {
    return faults;
  }

  /** What becomes of programs that are started on it. */
  public Programs programs() {
    return programs;
  }

  /** A random number to begin other random numbers with. */
  public long nextSeed() {
    return seeds.nextLong();
  }

  // Processes

  /**
   * Makes a child of a process.
   *
   * @return its process id
   * @throws ContainerException ESRCH if the parent is gone, EAGAIN if every process id is taken
   */
  public int fork(int parentPid) throws ContainerException {
    return fork(parentPid, _ -> {});
  }

  /** As {@link #fork(int)}, with something that is done before anybody can find the child. */
  int fork(int parentPid, Consumer<SimProcess> preparation) throws ContainerException {
    faults.check(Faults.Operation.FORK, parentPid);
    return processes.fork(parentPid, time.uptimeNanos(), preparation);
  }

  /**
   * Makes a child of init that is stopped.
   *
   * @param exitStatus is completed when it has ended
   */
  int launch(String command, CompletableFuture<Integer> exitStatus) throws ContainerException {
    faults.check(Faults.Operation.LAUNCH, Faults.EVERY_PROCESS);
    return processes.fork(
        INIT,
        time.uptimeNanos(),
        child -> {
          child.command = command;
          child.state = ProcessState.STOPPED;
          child.exitStatus = exitStatus;
        });
  }

  /**
   * Ends a process, and lets its parent hear of it at once. Its children go to init.
   *
   * @param status its exit status
   * @throws ContainerException ESRCH if it is gone or has ended already, EPERM if the machine
   *     cannot do without it
   */
  public void exit(int pid, int status) throws ContainerException {
    processes.exit(pid, status, true);
  }

  /** As {@link #exit}, with success. */
  public void exit(int pid) throws ContainerException {
    exit(pid, 0);
  }

  /**
   * As {@link #exit}, but its parent does not hear of it until it asks by {@link #reap} or ends. Of
   * a child of init it does.
   */
  public void exitToZombie(int pid, int status) throws ContainerException {
    processes.exit(pid, status, false);
  }

  /**
   * Lets a process hear of its children that have ended, which frees their process ids.
   *
   * @return their process ids, ascending
   * @throws ContainerException ESRCH if it is gone
   */
  public List<Integer> reap(int parentPid) throws ContainerException {
    return processes.reap(parentPid);
  }

  /**
   * Changes whose a process is.
   *
   * @throws ContainerException ESRCH if it is gone, EINVAL if an id is negative
   */
  public void setid(int pid, int uid, int savedUid) throws ContainerException {
    if (uid < 0 || savedUid < 0) {
      throw new ContainerException(
          Errno.EINVAL, Integer.toString(Math.min(uid, savedUid)), "user ids are not negative");
    }
    change(
        pid,
        process -> {
          process.uid = uid;
          process.savedUid = savedUid;
        });
  }

  /**
   * Changes what a process does.
   *
   * @throws ContainerException ESRCH if it is gone, EINVAL if it would be a zombie
   */
  public void setState(int pid, ProcessState state) throws ContainerException {
    if (state == ProcessState.ZOMBIE) {
      throw new ContainerException(Errno.EINVAL, "a process becomes a zombie when it ends");
    }
    change(pid, process -> process.become(state));
  }

  /**
   * Changes a process's part of the CPUs that it shares with others; 100 at first.
   *
   * @throws ContainerException ESRCH if it is gone, ERANGE if the weight is not within 1 to {@link
   *     #GREATEST_WEIGHT}
   */
  public void setWeight(int pid, int weight) throws ContainerException {
    if (weight < 1 || weight > GREATEST_WEIGHT) {
      throw new ContainerException(
          Errno.ERANGE, Integer.toString(weight), "weights are within 1 to " + GREATEST_WEIGHT);
    }
    change(pid, process -> process.weight = weight);
  }

  @Override
  public void send(int pid, long startTimeNanos, Signal signal) throws ContainerException {
    faults.check(Faults.Operation.SIGNAL, pid);
    switch (signal) {
      case KILL -> processes.kill(pid, startTimeNanos, KILLED);
      case STOP -> changeOne(pid, startTimeNanos, SimProcess::stop);
      case CONT -> changeOne(pid, startTimeNanos, SimProcess::resume);
    }
  }

  private void changeOne(int pid, long startTimeNanos, Consumer<SimProcess> change)
      throws ContainerException {
    processes.change(
        pid,
        process -> {
          if (process.startTimeNanos != startTimeNanos) {
            throw Processes.noSuchProcess(pid);
          }
          change.accept(process);
          return process;
        });
  }

  /** A process, if there is such a one; a zombie is one. */
  public Optional<ProcessStatus> process(int pid) {
    try {
      return Optional.of(processes.withAny(pid, this::status));
    } catch (ContainerException _) {
      return Optional.empty();
    }
  }

  /** All processes, zombies included, ascending by process id. */
  public List<ProcessStatus> processes() {
    return processes.each(this::status);
  }

  private ProcessStatus status(SimProcess process) {
    return process.status(settings.nodes());
  }

  Optional<TaskInfo> look(int pid) {
    try {
      return Optional.of(processes.withAny(pid, SimProcess::info));
    } catch (ContainerException _) {
      return Optional.empty();
    }
  }

  List<TaskInfo> look() {
    return processes.each(SimProcess::info);
  }

  /** Does something while no process is born and none ends. */
  <R, X extends Exception> R whileStill(Processes.Still<R, X> action) throws X {
    return processes.whileStill(action);
  }

  /** Called {@link #whileStill}. */
  void tell(ProcessListener listener) {
    processes.tell(listener);
  }

  private void change(int pid, Consumer<SimProcess> change) throws ContainerException {
    processes.change(
        pid,
        process -> {
          change.accept(process);
          return process;
        });
  }

  // Time

  /** How long it has been up. */
  public long uptimeNanos() {
    return time.uptimeNanos();
  }

  /** How long a CPU has been busy. */
  public long busyNanos(int cpu) {
    return time.busyNanos(cpu);
  }

  /**
   * Lets one process run while all others wait: on that of its CPUs which was least busy so far.
   * One that sleeps wakes for it.
   *
   * @return the CPU
   * @throws ContainerException ESRCH if it is gone, EINVAL if it is stopped, ERANGE if the time is
   *     negative or longer than a day
   */
  public int run(int pid, long nanos, CpuMode mode) throws ContainerException {
    return time.run(pid, nanos, mode);
  }

  /** As the other, in user mode. */
  public int run(int pid, long nanos) throws ContainerException {
    return run(pid, nanos, CpuMode.USER);
  }

  /**
   * Lets time pass, in which those who want to run share the CPUs by their weights, as their
   * affinities allow.
   *
   * @throws ContainerException ERANGE if the time is negative or longer than a day
   */
  public void tick(long nanos) throws ContainerException {
    time.tick(nanos);
  }

  @Override
  public CpuUsage usage(int pid) throws ContainerException {
    faults.check(Faults.Operation.USAGE, pid);
    return processes.withAny(pid, SimProcess::usage);
  }

  // Memory and files

  /**
   * Changes how much memory a process uses; a child begins with what its parent uses. What is more
   * is taken from the memory node that it belongs to.
   *
   * @throws ContainerException ESRCH if it is gone
   */
  public void setMemory(int pid, MemoryAccounting.Usage usage) throws ContainerException {
    change(pid, process -> process.use(usage));
  }

  @Override
  public MemoryAccounting.Usage memoryUsage(int pid) throws ContainerException {
    faults.check(Faults.Operation.MEMORY, pid);
    return processes.change(pid, process -> process.memory);
  }

  /**
   * Lets a process open files, one after the other; a child begins with those of its parent.
   *
   * @throws ContainerException ESRCH if it is gone, EMFILE if it may not have so many; it has
   *     opened as many as it may then
   */
  public void openFiles(int pid, int number) throws ContainerException {
    processes.change(
        pid,
        process -> {
          long room = Math.max(0, process.mostFiles - process.openFiles);
          process.openFiles += (int) Math.min(number, room);
          if (number > room) {
            throw new ContainerException(
                Errno.EMFILE, Integer.toString(pid), "it may have " + process.mostFiles);
          }
          return process;
        });
  }

  /**
   * Lets a process close files.
   *
   * @throws ContainerException ESRCH if it is gone, EBADF if it has not so many
   */
  public void closeFiles(int pid, int number) throws ContainerException {
    processes.change(
        pid,
        process -> {
          if (number > process.openFiles) {
            throw new ContainerException(
                Errno.EBADF, Integer.toString(pid), "it has " + process.openFiles);
          }
          process.openFiles -= number;
          return process;
        });
  }

  /** Something that is done with a process that has not ended. */
  <R> R with(int pid, Processes.Change<R> action) throws ContainerException {
    return processes.change(pid, action);
  }

  // CPUs and nodes

  /**
   * Switches a CPU on or off (hot plug).
   *
   * @throws ContainerException ENODEV if there is no such CPU, EBUSY if it is the last on line
   */
  public void setCpuOnline(int cpu, boolean on) throws ContainerException {
    cpus.set(cpu, on);
    watches.tell();
  }

  /**
   * Switches a memory node on or off.
   *
   * @throws ContainerException ENODEV if there is no such node, EBUSY if it is the last on line
   */
  public void setNodeOnline(int node, boolean on) throws ContainerException {
    nodes.set(node, on);
    watches.tell();
  }

  /** Told by the thread that makes the change, before its call returns. */
  @Override
  public Watch onChange(Runnable action) {
    return watches.add(action);
  }

  @Override
  public IndexSet cpus() {
    return cpus.all();
  }

  @Override
  public IndexSet onlineCpus() {
    return cpus.online();
  }

  @Override
  public IndexSet memoryNodes() {
    return nodes.all();
  }

  @Override
  public IndexSet onlineMemoryNodes() {
    return nodes.online();
  }

  @Override
  public int userHz() {
    return USER_HZ;
  }

  @Override
  public void pin(int pid, IndexSet wanted) throws ContainerException {
    faults.check(Faults.Operation.PIN, pid);
    processes.change(
        pid,
        process -> {
          if (process.bound) {
            throw new ContainerException(
                Errno.EINVAL, Integer.toString(pid), process.command + " belongs to its CPU");
          }
          if (!wanted.overlaps(cpus.online())) {
            throw new ContainerException(
                Errno.EINVAL, Integer.toString(pid), "no CPU of '" + wanted + "' is on line");
          }
          process.pin(wanted.and(cpus.all()));
          return process;
        });
  }

  @Override
  public void release(int pid) {
    try {
      change(pid, SimProcess::unpin);
    } catch (ContainerException gone) {
      // Then there is nothing to give back.
    }
  }

  /** Takes every process out of some groups of tasks. */
  void releaseTasks(Predicate<SimTaskGroup> some) {
    processes.each(
        process -> {
          if (process.taskGroup != null && some.test(process.taskGroup)) {
            process.enter(null);
          }
          return process;
        });
  }

  /** Gives every process back what it had before it was pinned or bounded. */
  void releaseAll() {
    processes.each(
        process -> {
          process.unpin();
          process.mostFiles = process.ownMostFiles;
          process.enter(null);
          process.unnice();
          return process;
        });
  }
}
