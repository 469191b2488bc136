package corral.shell.top;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import corral.figures.api.Figure;
import corral.figures.api.Sample;
import corral.figures.api.Survey;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Makes rates of what grows, from one survey to the next. Belongs to one thread. */
final class Rates {
  private static final double PERCENT = 100;

  private Map<Long, Sample> before = Map.of();

  /** The next survey with its rates; a counter that began anew has none this time. */
  List<Row> rows(Survey survey) {
    var rows = survey.samples().stream().map(now -> new Row(now, cpuPercent(now))).toList();
    before = survey.samples().stream().collect(toMap(Sample::container, identity()));
    return rows;
  }

  private OptionalDouble cpuPercent(Sample now) {
    var last = before.get(now.container());
    if (last == null) {
      return OptionalDouble.empty();
    }
    var used = now.figure(Figure.CPU_NANOS);
    var usedBefore = last.figure(Figure.CPU_NANOS);
    long nanos = now.nanoTime() - last.nanoTime();
    if (used.isEmpty() || usedBefore.isEmpty() || nanos <= 0) {
      return OptionalDouble.empty();
    }
    double more = used.getAsDouble() - usedBefore.getAsDouble();
    return more < 0 ? OptionalDouble.empty() : OptionalDouble.of(PERCENT * more / nanos);
  }
}
