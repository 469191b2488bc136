package corral.shell.top;

import static org.junit.jupiter.api.Assertions.assertEquals;

import corral.figures.api.Figure;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class RatesTest {
  private static final long SECOND = 1_000_000_000;

  private final Rates rates = new Rates();

  private List<OptionalDouble> percents(Samples samples) {
    return rates.rows(samples.survey()).stream().map(Row::cpuPercent).toList();
  }

  @Test
  void areKnownFromTheSecondLookOn() {
    assertEquals(
        List.of(OptionalDouble.empty()),
        percents(new Samples(0).add("/", Figure.CPU_NANOS, 5 * SECOND)));
    assertEquals(
        List.of(OptionalDouble.of(150)),
        percents(new Samples(2 * SECOND).add("/", Figure.CPU_NANOS, 8 * SECOND)));
    assertEquals(
        List.of(OptionalDouble.of(0)),
        percents(new Samples(3 * SECOND).add("/", Figure.CPU_NANOS, 8 * SECOND)));
  }

  @Test
  void areNotKnownOfWhatIsNew() {
    percents(new Samples(0).add("/", Figure.CPU_NANOS, 0));
    assertEquals(
        List.of(OptionalDouble.of(100), OptionalDouble.empty()),
        percents(
            new Samples(SECOND)
                .add("/", Figure.CPU_NANOS, SECOND)
                .add("/new", Figure.CPU_NANOS, SECOND)));
  }

  @Test
  void areNotKnownWhenTheCounterBeganAnew() {
    percents(new Samples(0).add("/", Figure.CPU_NANOS, 9 * SECOND));
    assertEquals(
        List.of(OptionalDouble.empty()),
        percents(new Samples(SECOND).add("/", Figure.CPU_NANOS, SECOND)));
    assertEquals(
        List.of(OptionalDouble.of(50)),
        percents(new Samples(3 * SECOND).add("/", Figure.CPU_NANOS, 2 * SECOND)));
  }

  @Test
  void areNotKnownWithoutACounter() {
    percents(new Samples(0).add("/", Figure.TASKS, 1));
    assertEquals(
        List.of(OptionalDouble.empty()),
        percents(new Samples(SECOND).add("/", Figure.CPU_NANOS, SECOND)));
    assertEquals(
        List.of(OptionalDouble.empty()),
        percents(new Samples(2 * SECOND).add("/", Figure.TASKS, 1)));
  }
}
