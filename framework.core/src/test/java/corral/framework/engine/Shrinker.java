package corral.framework.engine;

import corral.framework.engine.ModelRun.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds a short list of steps that fails as a long one did, by leaving out more and more of it.
 * Steps name what they are about, so that those that are left still mean something.
 */
final class Shrinker {
  private static final int MOST_ATTEMPTS = 1000;

  /** Short, as many of the attempts lack what is waited for. */
  private static final Duration PATIENCE = Duration.ofMillis(200);

  private final String failure;
  private int attempts;

  /** One that is content with this failure only. */
  Shrinker(Throwable failure) {
    this.failure = place(failure);
  }

  List<Step> shrink(List<Step> failing) {
    var steps = failing;
    for (int size = steps.size() / 2; size > 0 && attempts < MOST_ATTEMPTS; ) {
      var shorter = without(steps, size);
      if (shorter.size() < steps.size()) {
        steps = shorter;
        size = Math.min(size, steps.size() / 2);
      } else {
        size /= 2;
      }
    }
    return withoutFaults(steps);
  }

  private List<Step> withoutFaults(List<Step> steps) {
    var rest = new ArrayList<>(steps);
    for (int i = 0; i < rest.size(); i++) {
      var step = rest.set(i, new Step(rest.get(i).operation(), null));
      if (!fails(rest)) {
        rest.set(i, step);
      }
    }
    return rest;
  }

  /** Leaves out each piece of this size that is not needed. */
  private List<Step> without(List<Step> steps, int size) {
    var rest = steps;
    for (int end = rest.size(); end > 0 && attempts < MOST_ATTEMPTS; end -= size) {
      var candidate = new ArrayList<>(rest.subList(0, Math.max(0, end - size)));
      candidate.addAll(rest.subList(Math.min(end, rest.size()), rest.size()));
      attempts++;
      if (fails(candidate)) {
        rest = candidate;
      }
    }
    return rest;
  }

  private boolean fails(List<Step> steps) {
    try (var run = new ModelRun(PATIENCE)) {
      for (var step : steps) {
        run.take(step);
      }
      run.check();
      return false;
    } catch (Exception | AssertionError e) {
      return place(e).equals(failure);
    }
  }

  /** Where in this package something went wrong. */
  private static String place(Throwable failure) {
    return Stream.of(failure.getStackTrace())
        .filter(frame -> frame.getClassName().startsWith(Shrinker.class.getPackageName()))
        .findFirst()
        .map(StackTraceElement::toString)
        .orElse("");
  }

  /** Takes the steps once more, and tells what came of each. */
  static List<String> describe(List<Step> steps) {
    var lines = new ArrayList<String>();
    try (var run = new ModelRun(PATIENCE)) {
      for (var step : steps) {
        lines.add(step.toString());
        lines.set(lines.size() - 1, step + " -> " + run.take(step));
      }
      run.check();
    } catch (Exception | AssertionError e) {
      lines.add(e.toString());
    }
    return lines;
  }
}
