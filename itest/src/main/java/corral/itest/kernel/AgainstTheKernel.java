package corral.itest.kernel;

import static java.util.function.Predicate.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import corral.itest.LeavesNothingBehind;
import corral.itest.kernel.Comparison.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The same steps on the kernel's cgroup v1 and on Corral, with live processes of the test's own.
 * After each step every file is compared, and on which CPUs each process may run.
 *
 * <p>{@code JDK_JAVA_OPTIONS=-Dcorral.itest.seed=N} repeats the random steps of a run that failed.
 */
@LeavesNothingBehind
abstract class AgainstTheKernel {
  private static final String WITHOUT_CONTROLLERS = "none,name=corral-itest";
  private static final long SEED = Long.getLong("corral.itest.seed", System.nanoTime());
  private static final int EPISODES = 40;
  private static final int STEPS_PER_EPISODE = 50;

  /** Mounts a hierarchy in which the steps see this path as the top. */
  abstract MountedHierarchy mount(String options, String path) throws Exception;

  /** What is done to compare. */
  @FunctionalInterface
  private interface Work {
    void on(Comparison comparison) throws Refusal, IOException;
  }

  @Test
  void containers() throws Exception {
    compare(
        Hierarchy.named(),
        WITHOUT_CONTROLLERS,
        comparison -> {
          var unexplained = new ArrayList<>(play("containers.steps", comparison));
          unexplained.addAll(play("tasks.steps", comparison));
          assertEquals(List.of(), unexplained);
          assertAllOccur(Differences.OF_CONTAINERS, comparison);
        });
  }

  @Test
  void cpusets() throws Exception {
    compare(
        Hierarchy.cpuset(),
        "cpuset",
        comparison -> {
          assertEquals(List.of(), play("cpuset.steps", comparison));
          assertAllOccur(Differences.OF_CPUSETS, comparison);
        });
  }

  @Test
  void containersAtRandom() throws Exception {
    compare(
        Hierarchy.named(),
        WITHOUT_CONTROLLERS,
        comparison -> improvise(RandomSteps.ofContainers(SEED), List.of(), comparison));
  }

  @Test
  void cpusetsAtRandom() throws Exception {
    var prelude = Script.load("cpuset.steps").prelude();
    compare(
        Hierarchy.cpuset(),
        "cpuset",
        comparison -> improvise(RandomSteps.ofCpusets(SEED), prelude, comparison));
  }

  private void compare(Hierarchy hierarchy, String options, Work work) throws Exception {
    try (hierarchy;
        var machine = mount(options, hierarchy.path());
        var kernel = new Side(new KernelGrouping(hierarchy));
        var corral = new Side(machine)) {
      work.on(new Comparison(kernel, corral));
    }
  }

  private static List<String> play(String script, Comparison comparison)
      throws Refusal, IOException {
    var unexplained = new ArrayList<String>();
    for (var scene : Script.load(script).scenes()) {
      comparison.reset();
      take(scene.steps(), comparison);
      comparison.unexplained().forEach(line -> unexplained.add(scene.name() + ": " + line));
    }
    return unexplained;
  }

  /** Stops where the sides differ, for all that follows would differ too. */
  private static void take(List<Step> steps, Comparison comparison) throws Refusal {
    for (var step : steps) {
      if (comparison.take(step) == Outcome.DIFFERENT) {
        return;
      }
    }
  }

  /** What is intended but does not differ any more is not to be claimed. */
  void assertAllOccur(List<Difference> intended, Comparison comparison) {
    var missing =
        intended.stream().filter(not(comparison.seen()::contains)).map(Difference::what).toList();
    assertEquals(List.of(), missing, "does not differ any more");
  }

  private static void improvise(RandomSteps steps, List<Step> prelude, Comparison comparison)
      throws Refusal, IOException {
    for (int episode = 0; episode < EPISODES; episode++) {
      comparison.reset();
      steps.reset();
      var taken = new ArrayList<String>();
      take(prelude, comparison);
      for (int i = 0; i < STEPS_PER_EPISODE; i++) {
        var step = steps.next();
        taken.add(step.text());
        var outcome = comparison.take(step);
        assertEquals(List.of(), comparison.unexplained(), "seed " + SEED + ", steps " + taken);
        if (outcome == Outcome.APART) {
          break;
        }
      }
    }
  }
}
