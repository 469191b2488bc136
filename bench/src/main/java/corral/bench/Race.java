package corral.bench;

import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.TestResult;

/**
 * What came of one race.
 *
 * @param name the class that describes it, without the package
 * @param tries how often it was run
 * @param failures what was forbidden and happened, or why it could not be run; empty if all is well
 */
record Race(String name, long tries, List<String> failures) {
  static Race of(TestResult result) {
    var name = result.getName();
    var grading = result.grading();
    return new Race(
        name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1),
        result.getTotalCount(),
        result.status() == Status.NORMAL && grading.isPassed
            ? List.of()
            : Stream.of(
                    List.of(result.status().toString()),
                    grading.failureMessages,
                    result.getMessages())
                .flatMap(List::stream)
                .map(String::strip)
                .toList());
  }
}
