package corral.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Programs go through a thousand containers with ten thousand tasks. */
final class LargeTree {
  private static final int CONTAINERS = 1_000;
  private static final int TASKS = 10_000;
  private static final int FIRST_PID = 2;
  private static final int TURNS = 5;

  private LargeTree() {}

  /** What a program has printed, and how long that took. */
  private record Run(String output, long nanos) {}

  static List<Figure> measure(MountedEngine mounted) throws Exception {
    var engine = mounted.engine();
    var top = mounted.directory().toString();
    var pids = IntStream.range(FIRST_PID, FIRST_PID + TASKS);
    mounted.idle().fork(pids);
    for (int i = 0; i < CONTAINERS; i++) {
      var container = top + "/c" + i;
      engine.makeContainer(container, IdleEngine.ROOT);
      for (int pid = FIRST_PID + i; pid < FIRST_PID + TASKS; pid += CONTAINERS) {
        engine.attach(pid, container, IdleEngine.ROOT);
      }
    }
    int files = engine.list(top + "/c0").size();
    int entries = 1 + engine.list(top).size() + CONTAINERS * files;
    long before = usedBytes();
    var found = run("find " + top + " | wc -l");
    for (int turn = 1; turn < TURNS; turn++) {
      run("find " + top + " -type f -exec stat {} + >/dev/null");
    }
    var tasks = run("cat " + top + "/c*/tasks | wc -l");
    long grown = Math.max(0, usedBytes() - before);
    return List.of(
        required("find: entries of 1,000 containers", found.output(), entries),
        Figure.of("find", Figure.millis(found.nanos()), ""),
        required("cat: tasks in them", tasks.output(), TASKS),
        Figure.of("cat", Figure.millis(tasks.nanos()), ""),
        Figure.required(
            "memory that is left taken by it",
            Figure.whole(grown / 1024) + " KiB",
            "< 1,024 KiB",
            grown < 1 << 20));
  }

  private static Figure required(String what, String output, int expected) {
    var shown = output.matches("[0-9]+") ? Figure.whole(Long.parseLong(output)) : output;
    return Figure.required(
        what, shown, Figure.whole(expected), output.equals(Integer.toString(expected)));
  }

  /** What goes wrong is in the output, too. */
  private static Run run(String command) throws IOException, InterruptedException {
    long began = System.nanoTime();
    var process = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
      throw new IllegalStateException(command + ": " + output);
    }
    return new Run(output.strip(), System.nanoTime() - began);
  }

  private static long usedBytes() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
