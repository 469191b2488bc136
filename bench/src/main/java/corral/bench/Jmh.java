package corral.bench;

import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs classes with benchmarks of the Java Microbenchmark Harness. */
final class Jmh {
  private Jmh() {}

  /**
   * Runs all benchmarks of a class.
   *
   * @param directory where what JMH says is left
   * @return each by its method's name, followed by its parameter if it has one: {@code read 10}
   */
  static Map<String, Result<?>> run(Class<?> benchmarks, Path directory) throws RunnerException {
    var options =
        new OptionsBuilder()
            .include(benchmarks.getName() + "\\.")
            .output(directory.resolve(benchmarks.getSimpleName() + ".txt").toString())
            .shouldFailOnError(true)
            .build();
    var results = new HashMap<String, Result<?>>();
    for (var run : new Runner(options).run()) {
      var params = run.getParams();
      var values =
          params.getParamsKeys().stream().map(key -> " " + params.getParam(key)).collect(joining());
      results.put(run.getPrimaryResult().getLabel() + values, run.getPrimaryResult());
    }
    return results;
  }

  /** The least that was measured, in nanoseconds. */
  static double least(Result<?> result) {
    return result.getStatistics().getMin();
  }

  /** The least, and the mean in parentheses. */
  static String time(Result<?> result) {
    return Costs.time(least(result), result.getScore());
  }
}
