package corral.host.sim;

import static java.util.Locale.ROOT;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.MemoryAccounting;
import corral.framework.api.host.NamespaceKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What can be done with a simulated machine from the shell. Thread-safe. */
final class Subcommands {
  private static final int INIT = 1;
  private static final int MOST_FORKS = 1_000_000;
  private static final int STORM_FORKS = 1000;
  private static final int STORM_WIDTH = 100;
  private static final String PROCESS_ROW = "%7s %7s %5s %s %4s %4s %9s %9s  %-16s %s";

  private static final String NAMESPACE_KINDS =
      "KINDS are some of cgroup, ipc, mnt, net, pid, time, user, uts; with commas.";

  private final SimHost host;
  private final SimMachine machine;
  private final SimMemory memory;

  Subcommands(SimHost host) {
    this.host = host;
    this.machine = host.machine();
    this.memory = new SimMemory(machine);
  }

  /** The table of them, in the order in which they are shown. */
  List<Subcommand> all() {
    return List.of(
        new Subcommand(
            "machine",
            "",
            "shows the machine",
            """
            Its size comes from the settings corral.sim.cpus, corral.sim.nodes,
            corral.sim.pid_max and corral.sim.seed.\
            """,
            _ -> machine()),
        new Subcommand(
            "ps",
            "",
            "shows the processes",
            """
            S is what a process does: R runs, S sleeps, D waits in the kernel, T is
            stopped, Z has ended.\
            """,
            _ -> processes()),
        new Subcommand(
            "fork",
            "[PARENT] [-n COUNT]",
            "forks processes and returns their pids",
            "PARENT is init (1) if it is left out. A child can run at once.",
            this::fork),
        new Subcommand(
            "exit",
            "PID... [-s STATUS] [-z]",
            "ends processes",
            """
            STATUS is 0 if it is left out.
            -z leaves a zombie, until 'sim reap' or the parent's end.\
            """,
            this::exit),
        new Subcommand(
            "reap",
            "PARENT",
            "lets a process hear of its ended children; returns their pids",
            "",
            words -> machine.reap(words.number(0))),
        new Subcommand(
            "run",
            "PID MILLIS [-k]",
            "lets one process run while all others wait",
            "It runs on that of its CPUs that was least busy; -k: in kernel mode.",
            this::run),
        new Subcommand(
            "tick",
            "MILLIS",
            "lets time pass, in which runnable processes share the CPUs",
            "They share by weight, each on the CPUs that its affinity allows.",
            this::tick),
        new Subcommand(
            "state",
            "PID running|sleeping|blocked|uninterruptible|stopped",
            "changes what a process does",
            "A blocked process waits for I/O.",
            this::state),
        new Subcommand(
            "weight",
            "PID WEIGHT",
            "changes a process's part of the CPUs that it shares",
            "WEIGHT is 1 to 10000; a process begins with its parent's, init with 100.",
            this::weight),
        new Subcommand(
            "setuid",
            "PID UID [SAVED]",
            "changes whose a process is",
            "The saved user id becomes UID, too, if SAVED is left out.",
            this::setuid),
        new Subcommand(
            "memory",
            "PID PRIVATE RESIDENT [KERNEL]",
            "changes how much memory a process uses",
            "PRIVATE and RESIDENT are in pages, KERNEL (0) is in bytes.",
            this::memory),
        new Subcommand(
            "pages",
            "PID",
            "shows how many pages a process has on each memory node",
            "New ones are on the node of the CPU where it ran first.",
            this::pages),
        new Subcommand(
            "reclaim",
            "PID TIMES",
            "lets a process free memory before it is given some",
            "As when a machine is short of it (direct reclaim).",
            this::reclaim),
        new Subcommand(
            "open",
            "PID COUNT",
            "lets a process open files",
            "It fails with EMFILE where it may open no more.",
            this::open),
        new Subcommand("close", "PID COUNT", "lets a process close files", "", this::close),
        new Subcommand(
            "unshare",
            "PID KINDS",
            "gives a process namespaces of its own",
            NAMESPACE_KINDS + "\nOf pid and time it is the children forked next that get new ones.",
            this::unshare),
        new Subcommand(
            "clone",
            "PARENT KINDS",
            "forks a process that is in new namespaces, and returns its pid",
            NAMESPACE_KINDS,
            this::clone),
        new Subcommand(
            "setns",
            "PID OTHER KINDS",
            "puts a process into namespaces of another",
            NAMESPACE_KINDS,
            this::setns),
        new Subcommand("cpu", "CPU on|off", "switches a CPU on or off", "", this::cpu),
        new Subcommand("node", "NODE on|off", "switches a memory node on or off", "", this::node),
        new Subcommand(
            "storm",
            "[COUNT] [-p PARENT] [-w WIDTH] [-s SEED]",
            "forks and ends processes in random order",
            """
            COUNT forks (1000), at most WIDTH (100) alive at a time, all below PARENT (1);
            all have ended when it is over. The same SEED makes the same storm.\
            """,
            this::storm),
        new Subcommand(
            "program",
            "[NAME] [STATUS]",
            "says what a program does that is started here",
            """
            A program NAME ends at once with STATUS (0); all others live until 'sim exit'.
            Without NAME, shows those that end.\
            """,
            this::program),
        new Subcommand(
            "fault",
            "OPERATION PID [ERRNO]",
            "lets an operation on a process fail",
            """
            OPERATION is fork, pin, usage, memory, migrate, reclaim, files, nice, tasks,
            namespaces, signal or launch. PID 0 means every process. Without ERRNO it
            fails no longer.\
            """,
            this::fault),
        new Subcommand(
            "lose",
            "COUNT",
            "does not tell Corral of the next forks and exits",
            "As when a live machine is too fast.",
            this::lose),
        new Subcommand(
            "repair", "", "lets Corral look what it was not told", "", _ -> host.repair()));
  }

  private Object fork(Words words) throws ContainerException {
    int parent = words.number(0, INIT);
    int count = words.option("-n", 1);
    if (count < 1 || count > MOST_FORKS) {
      throw new ContainerException(
          Errno.ERANGE, Integer.toString(count), "1 to " + MOST_FORKS + " at a time");
    }
    var pids = new ArrayList<Integer>();
    while (pids.size() < count) {
      pids.add(machine.fork(parent));
    }
    return words.has("-n") ? pids : pids.getFirst();
  }

  private @Nullable Object exit(Words words) throws ContainerException {
    int status = words.option("-s", 0);
    for (var word : words.operands()) {
      int pid = Words.number(word);
      if (words.has("-z")) {
        machine.exitToZombie(pid, status);
      } else {
        machine.exit(pid, status);
      }
    }
    return null;
  }

  private @Nullable Object run(Words words) throws ContainerException {
    var mode = words.has("-k") ? CpuMode.SYSTEM : CpuMode.USER;
    machine.run(words.number(0), words.millis(1), mode);
    return null;
  }

  private @Nullable Object tick(Words words) throws ContainerException {
    machine.tick(words.millis(0));
    return null;
  }

  private @Nullable Object state(Words words) throws ContainerException {
    machine.setState(words.number(0), oneOf(ProcessState.values(), words.operand(1)));
    return null;
  }

  private @Nullable Object weight(Words words) throws ContainerException {
    machine.setWeight(words.number(0), words.number(1));
    return null;
  }

  private @Nullable Object setuid(Words words) throws ContainerException {
    int uid = words.number(1);
    machine.setid(words.number(0), uid, words.number(2, uid));
    return null;
  }

  private @Nullable Object memory(Words words) throws ContainerException {
    machine.setMemory(
        words.number(0),
        new MemoryAccounting.Usage(words.number(1), words.number(2), words.number(3, 0)));
    return null;
  }

  private List<String> pages(Words words) throws ContainerException {
    int pid = words.number(0);
    var pages = machine.process(pid).orElseThrow(() -> Processes.noSuchProcess(pid)).pagesByNode();
    return IntStream.range(0, pages.size())
        .mapToObj(node -> "node " + node + "  " + pages.get(node))
        .toList();
  }

  private @Nullable Object reclaim(Words words) throws ContainerException {
    memory.reclaim(words.number(0), words.number(1));
    return null;
  }

  private @Nullable Object open(Words words) throws ContainerException {
    machine.openFiles(words.number(0), words.number(1));
    return null;
  }

  private @Nullable Object close(Words words) throws ContainerException {
    machine.closeFiles(words.number(0), words.number(1));
    return null;
  }

  private @Nullable Object unshare(Words words) throws ContainerException {
    host.namespaces().unshare(words.number(0), kinds(words.operand(1)));
    return null;
  }

  private Object clone(Words words) throws ContainerException {
    return host.namespaces().clone(words.number(0), kinds(words.operand(1)));
  }

  private @Nullable Object setns(Words words) throws ContainerException {
    host.namespaces().enter(words.number(0), words.number(1), kinds(words.operand(2)));
    return null;
  }

  private static List<NamespaceKind> kinds(String list) throws ContainerException {
    var kinds = new ArrayList<NamespaceKind>();
    for (var word : list.split(",", -1)) {
      kinds.add(oneOf(NamespaceKind.values(), word));
    }
    return kinds;
  }

  private @Nullable Object cpu(Words words) throws ContainerException {
    machine.setCpuOnline(words.number(0), isOn(words.operand(1)));
    return null;
  }

  private @Nullable Object node(Words words) throws ContainerException {
    machine.setNodeOnline(words.number(0), isOn(words.operand(1)));
    return null;
  }

  private Object storm(Words words) throws ContainerException {
    long seed = words.longOption("-s", machine.nextSeed());
    var outcome =
        new Storm(machine, seed)
            .run(
                words.option("-p", INIT),
                words.number(0, STORM_FORKS),
                words.option("-w", STORM_WIDTH));
    return "%d forks, %d exits, at most %d alive at a time"
        .formatted(outcome.forks(), outcome.exits(), outcome.peak());
  }

  private @Nullable Object program(Words words) throws ContainerException {
    var name = words.operandIfAny(0);
    if (name.isEmpty()) {
      return machine.programs().describe().entrySet().stream()
          .map(program -> program.getKey() + " " + program.getValue())
          .toList();
    }
    machine.programs().endAtOnce(name.get(), words.number(1, 0));
    return null;
  }

  private @Nullable Object fault(Words words) throws ContainerException {
    var operation = oneOf(Faults.Operation.values(), words.operand(0));
    int pid = words.number(1);
    var errno = words.operandIfAny(2);
    if (errno.isPresent()) {
      machine.faults().refuse(operation, pid, oneOf(Errno.values(), errno.get()));
    } else {
      machine.faults().allow(operation, pid);
    }
    return null;
  }

  private @Nullable Object lose(Words words) throws ContainerException {
    host.lose(words.number(0));
    return null;
  }

  private List<String> machine() {
    var settings = machine.settings();
    var millis = TimeUnit.NANOSECONDS.toMillis(machine.uptimeNanos());
    return List.of(
        "cpus       " + settings.cpus() + ", on line " + machine.onlineCpus(),
        "nodes      " + settings.nodes() + ", on line " + machine.onlineMemoryNodes(),
        "processes  " + machine.processes().size() + ", pids below " + settings.pidMax(),
        "up         " + "%d.%03d s".formatted(millis / 1000, millis % 1000),
        "seed       " + settings.seed());
  }

  private List<String> processes() {
    var header =
        PROCESS_ROW.formatted(
            "PID", "PARENT", "UID", "S", "CPU", "NODE", "USER ms", "SYS ms", "COMMAND", "CPUS");
    return Stream.concat(Stream.of(header), machine.processes().stream().map(Subcommands::row))
        .toList();
  }

  private static String row(ProcessStatus process) {
    var info = process.info();
    return PROCESS_ROW.formatted(
        info.pid(),
        info.parentPid(),
        info.uid(),
        process.state().letter(),
        process.lastCpu() < 0 ? "-" : process.lastCpu(),
        process.memoryNode(),
        TimeUnit.NANOSECONDS.toMillis(process.usage().userNanos()),
        TimeUnit.NANOSECONDS.toMillis(process.usage().systemNanos()),
        info.command(),
        process.cpus());
  }

  private static boolean isOn(String word) throws ContainerException {
    return oneOf(Switch.values(), word) == Switch.ON;
  }

  private enum Switch {
    ON,
    OFF
  }

  private static <E extends Enum<E>> E oneOf(E[] values, String word) throws ContainerException {
    return Arrays.stream(values)
        .filter(value -> value.name().equalsIgnoreCase(word))
        .findFirst()
        .orElseThrow(
            () -> new ContainerException(Errno.EINVAL, word, "not one of " + names(values)));
  }

  private static String names(Enum<?>[] values) {
    return String.join(
        ", ", Arrays.stream(values).map(value -> value.name().toLowerCase(ROOT)).toList());
  }
}
