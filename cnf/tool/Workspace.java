import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The directory whose sub-directories, and those of {@code examples}, are the modules. */
record Workspace(Path root) {
  List<Path> modules() throws IOException {
    var modules = new ArrayList<>(modulesIn(root));
    modules.addAll(modulesIn(root.resolve("examples")));
    return modules;
  }

  private static List<Path> modulesIn(Path parent) throws IOException {
    try (var directories = Files.list(parent)) {
      return directories
          .filter(module -> Files.exists(module.resolve("pom.xml")))
          .sorted()
          .toList();
    }
  }

  /** Runs Maven, quiet but for what goes wrong, and says whether it succeeded. */
  boolean maven(String phase, String option, List<String> more)
      throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of("mvn", "--batch-mode", "--quiet", "-Dstyle.color=never", phase, option));
    command.addAll(more);
    return new ProcessBuilder(command).directory(root.toFile()).inheritIO().start().waitFor() == 0;
  }
}
