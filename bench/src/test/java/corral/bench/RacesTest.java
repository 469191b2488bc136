package corral.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each race for a moment: {@code corral bench races} runs them for longer. */
class RacesTest {
  private static final Duration PATIENCE = Duration.ofMinutes(8);

  @TestFactory
  Stream<DynamicTest> endWell() throws IOException, InterruptedException {
    assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "a race needs two CPUs");
    var directory = new Workplace(Path.of("target"), List.of()).empty("jcstress");
    var races = new Races(directory).run(Races.SHORT, PATIENCE);
    return races.stream()
        .map(
            race ->
                DynamicTest.dynamicTest(
                    race.name(), () -> assertEquals(List.of(), race.failures(), race.name())));
  }
}
