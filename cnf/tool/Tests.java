import static java.util.stream.Collectors.partitioningBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds the workspace and runs its tests. At the end there is a line for each test that failed or
 * was skipped, with the reason, and one that counts them all.
 *
 * <p>Without an argument all tests are run and the whole gate is passed. Each argument names some
 * tests: a module, a test class, or {@code Class#method}; {@code *} stands for any characters. One
 * of the form {@code -Dname=value} is a property for the tests that are run outside the framework.
 *
 * <p>To be started in the root of the workspace. Exits with 0 if something ran, all that ran passed
 * and the build succeeded; with 2 if an argument names no test; else with 1.
 */
class Tests {
  public static void main(String... arguments) throws IOException, InterruptedException {
    try {
      System.exit(run(new Workspace(Path.of("").toAbsolutePath()), List.of(arguments)) ? 0 : 1);
    } catch (IllegalArgumentException e) {
      System.err.println("test: " + e.getMessage());
      System.exit(2);
    }
  }

  private static boolean run(Workspace workspace, List<String> arguments)
      throws IOException, InterruptedException {
    var kinds = arguments.stream().collect(partitioningBy(argument -> argument.startsWith("-D")));
    var names = kinds.get(false);
    var options =
        new ArrayList<>(
            names.isEmpty()
                ? List.of("--fail-at-end")
                : TestChoice.of(workspace, names).arguments());
    options.addAll(kinds.get(true));
    var reports = new TestReports(workspace);
    reports.delete();
    var built = workspace.maven("verify", "-Dmaven.test.failure.ignore=true", options);
    var results = reports.read();
    results.stream().filter(result -> !result.reason().isEmpty()).forEach(System.out::println);
    if (!built) {
      System.out.println("The build failed; the reason stands above.");
    }
    var passed = results.stream().filter(TestResult::passed).count();
    var failed = results.stream().filter(TestResult::failed).count();
    System.out.printf(
        "%d passed, %d failed, %d skipped%n", passed, failed, results.size() - passed - failed);
    return built && failed == 0 && passed > 0;
  }
}
