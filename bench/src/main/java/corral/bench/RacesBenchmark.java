package corral.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The races of the engine in jcstress' own default mode, or as jcstress' options say. */
final class RacesBenchmark implements Benchmark {
  private static final Duration PATIENCE = Duration.ofHours(4);

  @Override
  public String name() {
    return "races";
  }

  @Override
  public String summary() {
    return "what threads can do to each other in the engine (two hours)";
  }

  @Override
  public List<Figure> run(Workplace work) throws Exception {
    var races = new Races(work.empty("jcstress"));
    System.out.println(
        "Every outcome is in " + Path.of("").toAbsolutePath().relativize(races.output()));
    return races.run(work.options(), PATIENCE).stream().map(RacesBenchmark::figure).toList();
  }

  private static Figure figure(Race race) {
    return Figure.required(
        race.name().substring(race.name().lastIndexOf('.') + 1),
        Figure.whole(race.tries()) + " tries",
        race.failures().isEmpty() ? "held" : "broken",
        race.failures().isEmpty());
  }
}
