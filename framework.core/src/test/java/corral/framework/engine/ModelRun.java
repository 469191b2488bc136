package corral.framework.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.engine.Model.Dir;
import corral.framework.engine.Model.Release;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An engine and a model to which the same is done, one step after the other. */
final class ModelRun implements AutoCloseable {
  final Model model = new Model();
  final World world;
  private final Invariants invariants;
  private final Agreement agreement;
  private Set<Dir> used = Set.of();

  /** An operation, and what is to fail in it. */
  record Step(Operation operation, @Nullable Fault fault) {
    @Override
    public String toString() {
      return operation + (fault == null ? "" : "   [" + fault + "]");
    }
  }

  /** Begins with nothing; see {@link World} for the parameter. */
  ModelRun(Duration patience) throws ContainerException {
    world = new World(patience);
    invariants = new Invariants(world);
    agreement = new Agreement(world, model);
  }

  /** Takes a step; returns what came of it. */
  String take(Step step) throws Exception {
    var errno = take(step, Model.none());
    var nowUsed = model.used();
    checkReleases(model.release(used, nowUsed));
    used = nowUsed;
    return errno == null ? "done" : errno.name();
  }

  /** Takes a step while there is a {@link Storm}, in which only the end can be compared. */
  void takeInStorm(Step step) {
    take(step, step.operation().refusalsInStorm());
  }

  private @Nullable Errno take(Step step, Set<Errno> possible) {
    var operation = step.operation();
    var refusals = operation.refusals(model);
    model.tellings.clear();
    world.book.begin(step.fault());
    var errno = perform(operation);
    var strike = world.book.end();
    if (strike != null && operation.isRefusedBy(strike)) {
      assertEquals(strike.errno(), errno, "refused by " + strike.fault());
    } else if (errno == null && refusals.isEmpty()) {
      operation.effect(model, strike);
    } else {
      assertTrue(
          errno != null && (refusals.contains(errno) || possible.contains(errno)),
          () -> "allowed are " + refusals + ", was " + errno);
    }
    checkTellings();
    assertEquals(List.of(), world.book.complaints, "complaints of subsystems");
    return errno;
  }

  private @Nullable Errno perform(Operation operation) {
    try {
      operation.perform(world);
      return null;
    } catch (ContainerException e) {
      return e.errno();
    }
  }

  /** Every subsystem was told what it had to be told of the model's tasks, and nothing else. */
  private void checkTellings() {
    assertEquals(
        model.tellings.stream().sorted().toList(),
        world.book.tellings.stream()
            .filter(telling -> telling.pid() < Storm.FIRST_PID)
            .sorted()
            .toList(),
        "what the subsystems were told");
  }

  private void checkReleases(List<Release> expected) throws InterruptedException {
    var order = Comparator.comparing(Release::toString);
    // To remove what was released is an operation of its own, with an order of its own.
    world.book.begin(null);
    var runs = world.releases(expected.size());
    assertEquals(
        expected.stream().sorted(order).toList(),
        runs.stream().sorted(order).toList(),
        "runs of release agents");
  }

  /** Compares all that can be seen, which takes longer than a step. */
  void check() throws ContainerException {
    invariants.check();
    agreement.check();
  }

  @Override
  public void close() {
    world.close();
  }
}
