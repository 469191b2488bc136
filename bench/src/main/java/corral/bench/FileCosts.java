package corral.bench;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Files and directories through a mount, beside the same on a cgroup v1 directory: one thread does
 * either in turn, a tenth of a second each. Then programs go through a large tree with live tasks.
 */
final class FileCosts implements Benchmark {
  private static final int ROUNDS = 30;
  private static final int WARM_UP = 10;
  private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final ByteBuffer buffer = ByteBuffer.allocateDirect(16);

  /** Something that is done in a container's directory. */
  @FunctionalInterface
  private interface Action {
    void in(Path directory) throws IOException;
  }

  private record Cost(String what, Action action) {}

  private final List<Cost> costs =
      List.of(
          new Cost("open, read and close", this::read),
          new Cost("open, write and close", this::write),
          new Cost("mkdir, stat and rmdir", FileCosts::makeAndRemove));

  /** What one action took, in nanoseconds, in the quickest round and in the median one. */
  private record Time(double least, double median) {
    static Time of(List<Double> rounds) {
      var sorted = rounds.stream().sorted().toList();
      return new Time(sorted.getFirst(), sorted.get(sorted.size() / 2));
    }
  }

  @Override
  public String name() {
    return "files";
  }

  @Override
  public String summary() {
    return "files and directories through a mount, beside the kernel's (two minutes)";
  }

  @Override
  public List<Figure> run(Workplace work) throws Exception {
    var figures = new ArrayList<Figure>();
    try (var mounted = new MountedEngine(work.empty("mount"))) {
      if (KernelContainer.arePossible()) {
        var kernel = new KernelContainer(1);
        for (var cost : costs) {
          figures.add(compare(cost, mounted.directory(), kernel.directory()));
        }
        kernel.end();
        kernel.remove();
      } else {
        for (var cost : costs) {
          figures.add(figure(cost, Time.of(measure(cost, mounted.directory())), ""));
        }
      }
      figures.addAll(LargeTree.measure(mounted));
    }
    return figures;
  }

  private static List<Double> measure(Cost cost, Path directory) throws IOException {
    var rounds = new ArrayList<Double>();
    for (int i = 0; i < WARM_UP + ROUNDS; i++) {
      rounds.add(round(cost.action(), directory));
    }
    return rounds.subList(WARM_UP, rounds.size());
  }

  private static Figure compare(Cost cost, Path ours, Path kernels) throws IOException {
    var mounted = new ArrayList<Double>();
    var kernel = new ArrayList<Double>();
    for (int i = 0; i < WARM_UP + ROUNDS; i++) {
      mounted.add(round(cost.action(), ours));
      kernel.add(round(cost.action(), kernels));
    }
    var time = Time.of(mounted.subList(WARM_UP, mounted.size()));
    var kernelTime = Time.of(kernel.subList(WARM_UP, kernel.size()));
    var ratio = String.format(Locale.ROOT, "x %.2f", kernelTime.least() / time.least());
    return figure(cost, time, ratio);
  }

  private static Figure figure(Cost cost, Time time, String kernel) {
    return new Figure(cost.what(), Costs.time(time.least(), time.median()), "", kernel, false);
  }

  private static double round(Action action, Path directory) throws IOException {
    long began = System.nanoTime();
    long now = began;
    int times = 0;
    while (now - began < ROUND_NANOS) {
      action.in(directory);
      times++;
      now = System.nanoTime();
    }
    return (double) (now - began) / times;
  }

  private void read(Path directory) throws IOException {
    try (var file = FileChannel.open(directory.resolve("notify_on_release"), READ)) {
      file.read(buffer.clear());
    }
  }

  private void write(Path directory) throws IOException {
    try (var file = FileChannel.open(directory.resolve("notify_on_release"), WRITE)) {
      file.write(buffer.clear().put((byte) '0').flip());
    }
  }

  private static void makeAndRemove(Path directory) throws IOException {
    var made = directory.resolve("made");
    Files.createDirectory(made);
    Files.delete(made);
  }
}
