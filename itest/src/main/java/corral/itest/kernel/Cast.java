package corral.itest.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * The processes of one side, each with a name that its counterpart on the other side has too: three
 * shells {@code p1} to {@code p3}, and whoever they fork. Closing it ends them.
 */
final class Cast implements AutoCloseable {
  /** What a list of tasks is called in which there is anybody else. */
  static final String STRANGERS = "strangers among ";

  static final List<String> LEADS = List.of("p1", "p2", "p3");

  private static final Path PROC = Path.of("/proc");
  private static final Pattern NUMBER = Pattern.compile("\\s*[+-]?(\\d+)");
  private static final int LONGEST_PID = 7;

  /** No pid is as great: {@code <linux/threads.h>}. */
  private static final int PID_MAX_LIMIT = 1 << 22;

  private static final Pattern PIDS = Pattern.compile("(\\d+\n)*");

  private final Map<String, Integer> pids = new TreeMap<>();
  private final Map<String, Shell> shells = new LinkedHashMap<>();
  private final Map<String, Shell> parents = new LinkedHashMap<>();
  private final Map<String, CountDownLatch> threads = new LinkedHashMap<>();

  /** Starts the shells. */
  void start() throws IOException {
    for (var name : LEADS) {
      var shell = new Shell();
      shells.put(name, shell);
      pids.put(name, shell.pid());
    }
  }

  /** Who there is. */
  List<String> names() {
    return List.copyOf(pids.keySet());
  }

  int pid(String name) {
    var pid = pids.get(name);
    if (pid == null) {
      throw new IllegalArgumentException("no process " + name);
    }
    return pid;
  }

  Shell shell(String name) {
    var shell = shells.get(name);
    if (shell == null) {
      throw new IllegalArgumentException("no shell " + name);
    }
    return shell;
  }

  void fork(String parent, String child) {
    var shell = shell(parent);
    pids.put(child, Integer.parseInt(shell.ask("sleep 600 >/dev/null & echo $!")));
    parents.put(child, shell);
  }

  /** Ends one of them, and lets its parent wait for it. */
  void exit(String name) {
    int pid = pid(name);
    var shell = shells.remove(name);
    var parent = parents.remove(name);
    var thread = threads.remove(name);
    if (shell != null) {
      shell.end();
    } else if (parent != null) {
      parent.ask("kill -9 " + pid + "; wait " + pid + "; echo");
    } else if (thread != null) {
      thread.countDown();
    }
    pids.remove(name);
  }

  /** Ends a child that its parent never waits for; the parent is then good for nothing else. */
  void leaveZombie(String child) {
    var parent = parents.remove(child);
    if (parent == null) {
      throw new IllegalArgumentException(child + " is no child");
    }
    // A shell might wait for a child that it is told of; what it becomes first never does.
    parent.tell("exec sleep 600");
    awaitStat(parent.pid(), "(sleep) ");
    int pid = pid(child);
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    awaitStat(pid, ") Z ");
  }

  private static void awaitStat(int pid, String part) {
    while (!stat(pid).contains(part)) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static String stat(int pid) {
    try {
      return Files.readString(PROC.resolve(pid + "/stat"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a thread of this process. */
  void startThread(String name) {
    var id = new CompletableFuture<Integer>();
    var end = new CountDownLatch(1);
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                var self = PROC.resolve("thread-self").toRealPath().getFileName();
                id.complete(Integer.valueOf(self.toString()));
                end.await();
              } catch (IOException | InterruptedException e) {
                id.completeExceptionally(e);
              }
            });
    pids.put(name, id.join());
    threads.put(name, end);
  }

  /**
   * The content of a file of tasks with names in the place of pids, in the order of the names: each
   * side has other pids.
   *
   * @param whole whether the rest of the machine is in it too, and is left out here
   */
  String named(String tasks, boolean whole) {
    if (!PIDS.matcher(tasks).matches()) {
      return "not a line for each task: " + tasks;
    }
    var numbers = tasks.lines().map(Integer::valueOf).toList();
    if (!numbers.equals(numbers.stream().sorted().distinct().toList())) {
      return "not ascending: " + tasks;
    }
    var names = new ArrayList<String>();
    pids.forEach(
        (name, pid) -> {
          if (numbers.contains(pid)) {
            names.add(name + "\n");
          }
        });
    if (!whole && names.size() < numbers.size()) {
      return STRANGERS + tasks;
    }
    return String.join("", names);
  }

  /** Whether the number that a text begins with, if any, can only mean one of them. */
  boolean ownsAnyIn(String text) {
    var number = NUMBER.matcher(text);
    if (!number.lookingAt()) {
      return true;
    }
    var digits = number.group(1);
    return digits.length() > LONGEST_PID
        || (!digits.startsWith("0") && pids.containsValue(Integer.valueOf(digits)))
        || Integer.parseInt(digits) >= PID_MAX_LIMIT;
  }

  /** On which CPUs the kernel lets a process run. */
  String allowedCpus(String name) {
    try (var lines = Files.lines(PROC.resolve(pid(name) + "/status"))) {
      return lines.filter(line -> line.startsWith("Cpus_allowed_list:")).findFirst().orElse("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    for (var name : List.copyOf(parents.keySet())) {
      exit(name);
    }
    for (var name : names()) {
      exit(name);
    }
  }
}
