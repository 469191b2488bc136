package corral.bench;

import corral.framework.api.Caller;
import corral.framework.api.Container;
import corral.framework.engine.Engine;
import corral.host.linux.LinuxTaskStates;
import corral.host.linux.ffi.CgroupStats;
import corral.stats.LiveStatistics;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a question for the states of a container's tasks takes, with more and more live processes in
 * it, beside the kernel's own answer; and what it takes to look at them all the time.
 */
final class StatisticsBenchmark implements Benchmark {
  private static final Caller ROOT = new Caller(0, 0, 0);
  private static final String MOUNT = "/dev/corral-bench-stats";
  private static final List<Integer> SIZES = List.of(10, 1_000, 10_000);
  private static final int ROUNDS = 150;
  private static final Duration ROUND = Duration.ofMillis(20);

  /** Looks after which the processes have long been at rest, and looks that are measured. */
  private static final int LOOKS_BEFORE = 4;

  private static final int LOOKS = 24;
  private static final double PERCENT = 100;

  /** Keeps the virtual machine from leaving out a question whose answer nobody reads. */
  @SuppressWarnings("UnusedVariable")
  private long sink;

  /** A question, of which it is measured how long it takes. */
  @FunctionalInterface
  private interface Question {
    long ask() throws Exception;
  }

  @Override
  public String name() {
    return "stats";
  }

  @Override
  public String summary() {
    return "what statistics take at up to 10,000 live processes (one minute)";
  }

  @Override
  public List<Figure> run(Workplace work) throws Exception {
    var figures = new ArrayList<Figure>();
    try (var live = new LiveEngine()) {
      var engine = live.engine();
      engine.mount("none,name=bench-stats", MOUNT, ROOT);
      try (var statistics = new LiveStatistics(engine, new LinuxTaskStates(live.proc()))) {
        var kernel = KernelContainer.arePossible() ? new KernelContainer(1) : null;
        try {
          measure(engine, statistics, kernel, figures);
        } finally {
          if (kernel != null) {
            kernel.end();
            kernel.remove();
          }
        }
      }
    }
    return figures;
  }

  private void measure(
      Engine engine,
      LiveStatistics statistics,
      @Nullable KernelContainer kernel,
      List<Figure> figures)
      throws Exception {
    double first = 0;
    for (int size : SIZES) {
      var container = engine.makeContainer(MOUNT + "/" + size, ROOT);
      var kernels = kernel == null ? null : new KernelContainer(kernel, Integer.toString(size));
      try (var crowd = new Crowd(size)) {
        engine.attach(crowd.pid(), MOUNT + "/" + size, ROOT);
        if (kernels != null) {
          kernels.attach(crowd.pid());
        }
        crowd.gather();
        awaitLooks(statistics, LOOKS_BEFORE);
        double ours = nanos(() -> statistics.of(container).tasks().total());
        first = first == 0 ? ours : first;
        figures.add(counted(statistics, container, size));
        if (kernels == null) {
          figures.add(Figure.of("a question at %,d tasks".formatted(size), time(ours), ""));
        } else {
          try (var asked = CgroupStats.of(kernels.directory())) {
            double theirs = nanos(asked::ask);
            figures.add(
                new Figure(
                    "a question at %,d tasks".formatted(size),
                    time(ours),
                    "",
                    String.format(Locale.ROOT, "x %.0f", theirs / ours),
                    false));
            figures.add(Figure.of("  the kernel's cgroupstats", time(theirs), ""));
          }
        }
        if (size == SIZES.getLast()) {
          figures.add(
              Figure.of(
                  "a question at %,d against %d".formatted(size, SIZES.getFirst()),
                  String.format(Locale.ROOT, "x %.2f", ours / first),
                  "x 1"));
          figures.addAll(looks(statistics));
        }
      }
      while (container.taskCount() > 0) {
        Thread.onSpinWait();
      }
      engine.removeContainer(MOUNT + "/" + size, ROOT);
      if (kernels != null) {
        kernels.remove();
      }
    }
  }

  private static Figure counted(LiveStatistics statistics, Container container, int size) {
    int sleeping = statistics.of(container).tasks().sleeping();
    return Figure.required(
        "counted as sleeping",
        Figure.whole(sleeping),
        Figure.whole(size + 1),
        sleeping == size + 1);
  }

  /** What it takes to look at all tasks at the usual period. */
  private static List<Figure> looks(LiveStatistics statistics) throws InterruptedException {
    long begunNanos = System.nanoTime();
    long begunCpu = processCpuNanos();
    awaitLooks(statistics, LOOKS);
    double whole = (double) (processCpuNanos() - begunCpu) / (System.nanoTime() - begunNanos);
    var report = statistics.report();
    return List.of(
        Figure.of("looking at %,d tasks".formatted(report.asked()), share(report.share()), "< 5 %"),
        Figure.of("  the whole virtual machine", share(whole), ""),
        Figure.of(
            "  from look to look",
            report.lastPeriod().toMillis() + " ms",
            report.period().toMillis() + " ms"),
        Figure.of("  threads read at a look", Figure.whole(report.read()), ""));
  }

  private static void awaitLooks(LiveStatistics statistics, int looks) throws InterruptedException {
    long until = statistics.report().looks() + looks;
    while (statistics.report().looks() < until) {
      Thread.sleep(1);
    }
  }

  private static long processCpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** The least time of a question in several rounds; the first of them only warm up. */
  private double nanos(Question question) throws Exception {
    double least = Double.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long begun = System.nanoTime();
      long passed = 0;
      int questions = 0;
      while (passed < ROUND.toNanos()) {
        for (int i = 0; i < 10; i++) {
          sink += question.ask();
        }
        questions += 10;
        passed = System.nanoTime() - begun;
      }
      least = Math.min(least, (double) passed / questions);
    }
    return least;
  }

  private static String time(double nanos) {
    return nanos < 1_000
        ? String.format(Locale.ROOT, "%.0f ns", nanos)
        : String.format(Locale.ROOT, "%.1f us", nanos / 1e3);
  }

  private static String share(double share) {
    return String.format(Locale.ROOT, "%.2f %% of a CPU", share * PERCENT);
  }
}
