package corral.bench;

import static corral.bench.Figure.millis;
import static corral.bench.Figure.whole;

import corral.framework.api.Caller;
import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.admin.SubsystemReport;
import corral.framework.api.host.CpuAccounting;
import corral.framework.api.host.TaskEvents;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The bundle of a subsystem is updated again and again while processes are forked and end at a high
 * rate. Every nanosecond that they use must be charged once.
 */
final class HotSwap implements Benchmark {
  private static final String SWAPPED = "subsys.cpuacct";
  private static final List<String> BUNDLES =
      List.of(
          "org.osgi.util.function",
          "org.osgi.util.promise",
          "org.osgi.service.component",
          "org.apache.felix.scr",
          "framework.core",
          SWAPPED);

  private static final String MOUNT = "/dev/container";
  private static final String CONTAINER = MOUNT + "/load";
  private static final Caller ROOT = new Caller(0, 0, 0);

  private static final int UPDATES = 100;
  private static final int FEEDERS = 2;

  /** Together as many as Linux has: a pid comes back after half a minute. */
  private static final int PIDS_EACH = (1 << 21) - 1;

  /** Forks a second, and as many exits: together a fifth more than the goal. */
  private static final int RATE_EACH = 60_000;

  private static final long EVENTS_BETWEEN = 10_000;
  private static final long EVENTS_BEFORE = 500_000;

  @Override
  public String name() {
    return "hotswap";
  }

  @Override
  public String summary() {
    return "cpuacct is updated a hundred times under load (ten seconds)";
  }

  @Override
  public List<Figure> run(Workplace work) throws Exception {
    var host = new BusyHost(BusyHost.INIT + 1 + FEEDERS * PIDS_EACH);
    try (var bundles = new Bundles(work, BUNDLES)) {
      bundles.context().registerService(CpuAccounting.class, host, null);
      var admin = bundles.service(ContainerAdmin.class);
      try (var stream = bundles.service(TaskEvents.class).open(host, host.live());
          var complaints = new Complaints()) {
        admin.mount("cpuacct", MOUNT, ROOT);
        admin.makeContainer(CONTAINER, ROOT);
        admin.attach(BusyHost.INIT, CONTAINER, ROOT);
        try (var feeders = new Feeders(host, stream, FEEDERS, PIDS_EACH, RATE_EACH)) {
          return swap(bundles, admin, feeders, complaints);
        }
      }
    }
  }

  private static List<Figure> swap(
      Bundles bundles, ContainerAdmin admin, Feeders feeders, Complaints complaints)
      throws Exception {
    feeders.awaitEvents(EVENTS_BEFORE); // compiled by then
    feeders.takeLongestNanos();
    feeders.awaitEvents(EVENTS_BEFORE);
    long quietLongest = feeders.takeLongestNanos();

    long eventsBefore = feeders.events();
    long began = System.nanoTime();
    long updating = 0;
    for (int i = 0; i < UPDATES; i++) {
      updating += updateNanos(bundles, admin);
      feeders.awaitEvents(EVENTS_BETWEEN);
    }
    long nanos = System.nanoTime() - began;
    long forks = (feeders.events() - eventsBefore) / 2;
    long longest = feeders.takeLongestNanos();

    feeders.stop();
    long used = feeders.usedNanos();
    long charged = Long.parseLong(admin.read(CONTAINER + "/cpuacct.usage", ROOT).strip());
    long lost = Math.max(0, used - charged);
    long twice = Math.max(0, charged - used);
    int wrongs = complaints.count();
    return List.of(
        Figure.of(
            "forks a second, and as many exits",
            whole(forks * TimeUnit.SECONDS.toNanos(1) / nanos),
            ">= 100,000"),
        Figure.of("updates", whole(UPDATES), whole(UPDATES)),
        Figure.of("an update", millis(updating / UPDATES), ""),
        Figure.of("CPU time used", whole(used) + " ns", ""),
        Figure.of("CPU time charged", whole(charged) + " ns", "the same"),
        Figure.required("lost", whole(lost) + " ns", "0", lost == 0),
        Figure.required("charged twice", whole(twice) + " ns", "0", twice == 0),
        Figure.required("warnings and exceptions", whole(wrongs), "0", wrongs == 0),
        Figure.of("longest wait of an event", millis(longest), "< 50 ms"),
        Figure.of("the same without updates", millis(quietLongest), ""),
        Figure.of("longest pause outside of events", millis(feeders.longestOutsideNanos()), ""));
  }

  private static long updateNanos(Bundles bundles, ContainerAdmin admin) throws Exception {
    long began = System.nanoTime();
    bundles.update(SWAPPED);
    if (admin.subsystems().stream().noneMatch(r -> r.state() == SubsystemReport.State.BOUND)) {
      throw new IllegalStateException("the subsystem is not back: " + admin.subsystems());
    }
    return System.nanoTime() - began;
  }
}
