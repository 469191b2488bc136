package corral.itest.kernel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Takes each step on both sides and notes where they differ. */
final class Comparison {
  private static final String ERRNO = "E[A-Z0-9]+";

  private final Side kernel;
  private final Side corral;
  private final List<String> unexplained = new ArrayList<>();
  private final Set<Difference> seen = new LinkedHashSet<>();

  Comparison(Side kernel, Side corral) {
    this.kernel = kernel;
    this.corral = corral;
  }

  /** What is different without an intention; empty if all is well. */
  List<String> unexplained() {
    return unexplained;
  }

  /** Which intended differences have occurred. */
  Set<Difference> seen() {
    return seen;
  }

  /** Begins anew, with nothing to explain. */
  void reset() throws IOException, Refusal {
    unexplained.clear();
    kernel.reset();
    corral.reset();
  }

  /** How both sides are after a step. */
  enum Outcome {
    SAME,
    /** Only one side did what it was told, as is intended. */
    APART,
    /** There is a difference that is not intended. */
    DIFFERENT
  }

  /** Takes a step, and looks at everything afterwards unless only one side carried it out. */
  Outcome take(Step step) throws Refusal {
    var kernelAnswer = kernel.take(step);
    var corralAnswer = corral.take(step);
    if (!compare(step.text(), kernelAnswer, corralAnswer, "")) {
      return Outcome.DIFFERENT;
    }
    if (kernelAnswer.matches(ERRNO) != corralAnswer.matches(ERRNO)) {
      return Outcome.APART;
    }
    return isSamePicture(step.text()) ? Outcome.SAME : Outcome.DIFFERENT;
  }

  private boolean isSamePicture(String after) throws Refusal {
    var kernels = kernel.picture();
    var corrals = corral.picture();
    boolean same = true;
    for (var file : union(kernels, corrals)) {
      same &=
          compare(
              file,
              kernels.getOrDefault(file, "ENOENT"),
              corrals.getOrDefault(file, "ENOENT"),
              " after " + after);
    }
    return same;
  }

  private static Set<String> union(Map<String, String> one, Map<String, String> other) {
    var keys = new TreeSet<>(one.keySet());
    keys.addAll(other.keySet());
    return keys;
  }

  private boolean compare(String step, String kernelAnswer, String corralAnswer, String when) {
    if (kernelAnswer.equals(corralAnswer)) {
      return true;
    }
    var intended =
        Differences.all()
            .filter(difference -> difference.explains(step, kernelAnswer, corralAnswer))
            .findFirst();
    intended.ifPresent(seen::add);
    if (intended.isPresent()) {
      return true;
    }
    unexplained.add(
        "%s: the kernel says %s, Corral %s%s".formatted(step, kernelAnswer, corralAnswer, when));
    return false;
  }
}
