package corral.bench;

import corral.framework.api.Task;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs go through a thousand containers with ten thousand live tasks. */
final class LargeTree {
  private static final int CONTAINERS = 1_000;
  private static final int TASKS = 10_000;
  private static final int TURNS = 5;

  private LargeTree() {}

  /** What a program has printed, and how long that took. */
  private record Run(String output, long nanos) {}

  static List<Figure> measure(MountedEngine mounted) throws Exception {
    try (var crowd = new Crowd(TASKS)) {
      long filling = fill(mounted, crowd);
      var figures = new ArrayList<Figure>();
      figures.add(Figure.of("echo: each live task into a container", Figure.millis(filling), ""));
      figures.addAll(goThrough(mounted));
      return figures;
    }
  }

  /**
   * Makes the containers and has each of the crowd written into one.
   *
   * @return how long the writing took, in nanoseconds
   */
  private static long fill(MountedEngine mounted, Crowd crowd) throws Exception {
    var engine = mounted.engine();
    var top = mounted.directory();
    var gathered = engine.makeContainer(top + "/crowd", MountedEngine.ROOT);
    engine.attach(crowd.pid(), gathered, MountedEngine.ROOT);
    crowd.gather();
    while (gathered.taskCount() <= TASKS) {
      Thread.onSpinWait(); // the last forks are still to be heard of
    }
    for (int i = 0; i < CONTAINERS; i++) {
      Files.createDirectory(top.resolve("c" + i));
    }
    var children =
        gathered.tasks().stream().map(Task::pid).filter(pid -> pid != crowd.pid()).toList();
    long began = System.nanoTime();
    for (int i = 0; i < children.size(); i++) {
      var tasks = top.resolve("c" + i % CONTAINERS).resolve("tasks");
      Files.writeString(tasks, children.get(i) + "\n", StandardOpenOption.WRITE);
    }
    return System.nanoTime() - began;
  }

  private static List<Figure> goThrough(MountedEngine mounted) throws Exception {
    var engine = mounted.engine();
    var top = mounted.directory().toString();
    int files = engine.list(top + "/c0").size();
    int entries = 1 + engine.list(top).size() + (CONTAINERS + 1) * files;
    long before = usedBytes();
    var found = run("find " + top + " | wc -l");
    for (int turn = 1; turn < TURNS; turn++) {
      run("find " + top + " -type f -exec stat {} + >/dev/null");
    }
    var tasks = run("cat " + top + "/c[0-9]*/tasks | wc -l");
    long grown = Math.max(0, usedBytes() - before);
    return List.of(
        required("find: entries of 1,001 containers", found.output(), entries),
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
