package corral.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.StateCounts;
import corral.framework.api.host.DelayAccounting.Delays;
import corral.framework.api.stats.ContainerStatistics;
import corral.framework.api.stats.LoadAverages;
import corral.framework.api.stats.Mark;
import corral.framework.api.stats.Notice;
import corral.framework.api.stats.Reach;
import corral.framework.api.stats.SamplerReport;
import corral.framework.api.stats.Statistics;
import corral.framework.api.stats.StatisticsListener;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ContainerStatsTest {
  private static final StateCounts TASKS = new StateCounts(1, 2, 3, 4, 5);
  private static final StateCounts THREADS = new StateCounts(10, 20, 30, 40, 50);
  private static final LoadAverages LOAD = new LoadAverages(0.125, 1, 12.3);

  @AutoClose private final TestShell shell = new TestShell();
  private boolean tellsBlocked = true;
  private String asked = "";

  ContainerStatsTest() throws ContainerException {
    shell.statistics.bind(new Fixed());
  }

  @Test
  void printsTheLineOfTheSeed() throws Exception {
    assertEquals(
        "sleeping 4, blocked 2, running 1, stopped 5, uninterruptible 3",
        shell.type("containerstats -C /container/a"));
    assertEquals("/container/a MEMBERS", asked);
  }

  @Test
  void whatCannotBeToldIsNoZero() throws Exception {
    tellsBlocked = false;
    assertEquals(
        "sleeping 4, blocked not available, running 1, stopped 5, uninterruptible 3",
        shell.type("containerstats -C /container/a"));
  }

  @Test
  void countsThreadsOfASubtree() throws Exception {
    assertEquals(
        "sleeping 40, blocked 20, running 10, stopped 50, uninterruptible 30",
        shell.type("containerstats -r -t -C /container"));
    assertEquals("/container SUBTREE", asked);
  }

  @Test
  void showsTheLoadAsTheKernelDoes() throws Exception {
    assertEquals("0.13 1.00 12.30", shell.type("containerstats -l -C /container"));
  }

  @Test
  void showsHowLongTasksHaveWaited() throws Exception {
    shell.engine.mount("none,name=jobs", "/container", shell.host.self());
    assertEquals(
        "cpu 1.235 s, I/O not available, swap 0.000 s",
        shell.type("containerstats -d -C /container"));
  }

  @Test
  void showsHowTheSamplerGoesOn() throws Exception {
    assertEquals(
        """
        period  500 ms, the last one 620 ms
        cost    1.25 % of a CPU, at most 4 %
        looks   7; at the last one 98 tasks were asked,
                12 threads read, 3 tasks had changed
        means   by looking\
        """,
        shell.type("containerstats --sampler"));
  }

  @Test
  void needsAContainer() {
    assertEquals(
        "Invalid argument (EINVAL): no container is given: -C DIR",
        shell.refusal("containerstats"));
    assertEquals(
        "Invalid argument (EINVAL): no container is given: -C DIR",
        shell.refusal("containerstats -C ''"));
  }

  @Test
  void saysSoWhereNobodyLooks() {
    shell.statistics.find().ifPresent(shell.statistics::unbind);
    assertEquals(
        "Function not implemented (ENOSYS): nobody looks at what tasks do (see 'why stats')",
        shell.refusal("containerstats -C /container/a"));
  }

  @Test
  void followsWhatHappens() throws Exception {
    var shown =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return shell.type("containerstats -C /c -f -n 4 -m 'running>=5' -m empty");
              } catch (Exception e) {
                throw new CompletionException(e);
              }
            },
            task -> Thread.ofPlatform().start(task));
    var following = shell.following.get(1, TimeUnit.MINUTES);
    assertEquals("/c", following.properties().get(StatisticsListener.CONTAINER));
    var listener = following.listener();
    var running = Mark.parse("running>=5");
    listener.noticed(new Notice(1, 0, 0, 2, 7, "/c/a", running, true, 6, ""));
    listener.noticed(new Notice(2, 0, 0, 2, 7, "/c/a", Mark.parse("load1>=1"), false, 0.756, ""));
    listener.noticed(new Notice(9, 0, 6, 2, 7, "/c/a", Mark.EMPTY, true, 0, ""));
    listener.noticed(
        new Notice(10, 0, 6, 2, 7, "/c/a", Mark.LIMIT, true, 3, "numtasks limit 2 (beans)"));
    assertEquals(
        """
        TIME          MARK             CONTAINER       HOW
        hh:mm:ss.mmm  running>=5       2:/c/a          reached: 6
        hh:mm:ss.mmm  load1>=1         2:/c/a          below: 0.76
        hh:mm:ss.mmm  lost                             6 notices: they came too fast
        hh:mm:ss.mmm  empty            2:/c/a          no task is left
        hh:mm:ss.mmm  limit            2:/c/a          failure 3: numtasks limit 2 (bea…
        """,
        shown.get(1, TimeUnit.MINUTES).replaceAll("(?m)^[0-9:.]{12}", "hh:mm:ss.mmm"));
  }

  @Test
  void doesNotFollowWhatIsNoMark() {
    assertEquals(
        "Invalid argument (EINVAL): 'busy' is none of running>=N, blocked>=N,"
            + " uninterruptible>=N, sleeping>=N, stopped>=N, tasks>=N, load1>=N, load5>=N,"
            + " load15>=N, empty, limit",
        shell.refusal("containerstats -C /c -f -m busy"));
  }

  /** Always the same answer. */
  private final class Fixed implements ContainerStatistics {
    @Override
    public Statistics of(Container container, Reach reach) {
      return new Statistics(TASKS, THREADS, tellsBlocked, LOAD);
    }

    @Override
    public Statistics at(String path, Reach reach) {
      asked = path + " " + reach;
      return new Statistics(TASKS, THREADS, tellsBlocked, LOAD);
    }

    @Override
    public Delays delays(Container container, Reach reach) {
      return new Delays(OptionalLong.of(1_234_567_890), OptionalLong.empty(), OptionalLong.of(0));
    }

    @Override
    public SamplerReport sampler() {
      return new SamplerReport(
          "by looking", Duration.ofMillis(500), 0.04, Duration.ofMillis(620), 0.0125, 7, 98, 12, 3);
    }
  }
}
