package corral.framework.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.engine.ModelRun.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random operations, done to the engine and to a {@link Model} of the rules, have the same results
 * and leave the same behind. Any callback may fail in any of them.
 */
class ModelTest {
  private static final int OPERATIONS = Integer.getInteger("corral.operations", 10_000);
  private static final int OPERATIONS_IN_STORM = OPERATIONS / 4;
  private static final int CHECK_EVERY = 8;
  private static final int FIXED_SEEDS = 10;

  /** How many steps of a storm are shown when it fails. */
  private static final int SHOWN = 20;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Kept, because the logging service forgets loggers that nobody refers to. */
  private static final Logger LOGGER = Logger.getLogger("corral.framework");

  private static final AtomicInteger LOGGED = new AtomicInteger();

  /** Takes the messages on failed callbacks, of which there are thousands. */
  private static final Handler COUNTER =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          if (record.getThrown() instanceof Fault.Failure) {
            LOGGED.incrementAndGet();
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeAll
  static void countMessages() {
    LOGGER.addHandler(COUNTER);
    LOGGER.setUseParentHandlers(false);
  }

  @AfterAll
  static void showMessages() {
    LOGGER.removeHandler(COUNTER);
    LOGGER.setUseParentHandlers(true);
  }

  /** The seed that was asked for, or some fixed ones and some that nobody has tried. */
  static LongStream seeds() {
    return seeds(FIXED_SEEDS, Integer.getInteger("corral.runs", 1));
  }

  /** As {@link #seeds}, for the test that takes longer. */
  static LongStream stormSeeds() {
    return seeds(1, Integer.getInteger("corral.runs", 1));
  }

  private static LongStream seeds(int fixed, int fresh) {
    var given = Long.getLong("corral.seed");
    if (given != null) {
      return LongStream.of(given);
    }
    var random = RandomGenerator.getDefault();
    return LongStream.concat(
        LongStream.rangeClosed(1, fixed),
        LongStream.generate(() -> random.nextLong(1_000_000_000)).limit(fresh));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theEngineDoesWhatTheRulesSay(long seed) throws Exception {
    var steps = new ArrayList<Step>();
    LOGGED.set(0);
    try (var run = new ModelRun(PATIENCE)) {
      var operations = new RandomOperations(run.model, seed);
      for (int i = 0; i < OPERATIONS; i++) {
        steps.add(operations.next());
        run.take(steps.getLast());
        if (i % CHECK_EVERY == 0) {
          run.check();
        }
      }
      run.check();
      assertEquals(
          run.world.book.failures.get(), LOGGED.get(), "failed callbacks that were logged");
    } catch (Exception | AssertionError e) {
      throw new AssertionError(explain(seed, steps, e), e);
    }
  }

  private static String explain(long seed, List<Step> steps, Throwable failure) {
    var lines = new ArrayList<String>();
    lines.add(replay(seed, steps) + "; these are enough:");
    Shrinker.describe(new Shrinker(failure).shrink(steps)).forEach(line -> lines.add("  " + line));
    return String.join("\n", lines);
  }

  private static String replay(long seed, List<Step> steps) {
    return "operation %d fails; replay with ./corral test -Dcorral.seed=%d ModelTest"
        .formatted(steps.size(), seed);
  }

  /** The structure changes while another thread tells of forks and exits without a pause. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("stormSeeds")
  void theRulesHoldInAStorm(long seed) throws Exception {
    var steps = new ArrayList<Step>();
    try (var run = new ModelRun(PATIENCE);
        var thread = Executors.newSingleThreadExecutor()) {
      var storm = new Storm(run.world.stream, seed);
      var events = thread.submit(storm);
      try {
        var operations = new RandomOperations(run.model, seed);
        for (int i = 0; i < OPERATIONS_IN_STORM; i++) {
          steps.add(operations.next());
          run.takeInStorm(steps.getLast());
        }
      } finally {
        storm.stop();
      }
      assertTrue(events.get() > 0, "a storm of some events");
      run.check();
    } catch (Exception | AssertionError e) {
      var last = steps.subList(Math.max(0, steps.size() - SHOWN), steps.size());
      throw new AssertionError(
          replay(seed, steps) + ", maybe several times; the last were " + last, e);
    }
  }
}
