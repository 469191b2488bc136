package corral.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.Result;

/**
 * The costs that the engine is designed for, beside those of the kernel where it can be asked. What
 * counts is the least that was measured in a tenth of a second: on a machine that does other things
 * as well, the mean says more of those.
 */
final class Costs implements Benchmark {
  private record Cost(String method, String what, String goal) {}

  private static final List<Cost> COSTS =
      List.of(
          new Cost("taskToState", "from a task to its state", "< 3 ns"),
          new Cost("forkAndExitWithOne", "fork and exit, one subsystem", "< 100 ns"),
          new Cost("forkAndExitWithFour", "fork and exit, four subsystems", "< 100 ns"),
          new Cost("attach", "attach", "< 200 ns"),
          new Cost("mkdirAndRmdir", "mkdir and rmdir, four subsystems", "< 2 us"),
          new Cost("list", "list 10,000 members", "< 200 us"));

  @Override
  public String name() {
    return "core";
  }

  @Override
  public String summary() {
    return "what the engine takes for what is done most often (two minutes)";
  }

  @Override
  public List<Figure> run(Workplace work) throws Exception {
    var directory = work.empty("jmh");
    var ours = Jmh.run(EngineCosts.class, directory);
    var kernels =
        KernelContainer.arePossible()
            ? Jmh.run(KernelCosts.class, directory)
            : Map.<String, Result<?>>of();
    var figures = new ArrayList<Figure>();
    for (var cost : COSTS) {
      var result = ours.get(cost.method());
      if (result == null) {
        throw new IllegalStateException("not measured: " + cost.method());
      }
      figures.add(figure(cost, result, kernels.get(cost.method())));
    }
    figures.addAll(Footprint.measure());
    return figures;
  }

  private static Figure figure(Cost cost, Result<?> ours, @Nullable Result<?> kernel) {
    var ratio =
        kernel == null
            ? ""
            : String.format(Locale.ROOT, "x %.0f", Jmh.least(kernel) / Jmh.least(ours));
    return new Figure(cost.what(), Jmh.time(ours), cost.goal(), ratio, false);
  }

  /** The least of some times in nanoseconds, and in parentheses another that says more of all. */
  static String time(double least, double mean) {
    if (least >= 1e6) {
      return String.format(Locale.ROOT, "%.2f (%.2f) ms", least / 1e6, mean / 1e6);
    }
    if (least >= 1e3) {
      return String.format(Locale.ROOT, "%.2f (%.2f) us", least / 1e3, mean / 1e3);
    }
    return String.format(Locale.ROOT, "%.1f (%.1f) ns", least, mean);
  }
}
