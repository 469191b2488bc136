import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Lays out every Java source of the workspace with google-java-format, which must be on the class
 * path.
 *
 * <p>{@code check} names the files that are laid out otherwise and exits with 1 if there are any;
 * {@code apply} rewrites them.
 */
class Format {
  public static void main(String... args) throws IOException {
    var apply = args[0].equals("apply");
    var command =
        new ArrayList<>(
            apply ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed"));
    command.addAll(sources(Path.of(args[1])));
    var formatter = ToolProvider.findFirst("google-java-format").orElseThrow();
    var exit = formatter.run(System.err, System.err, command.toArray(String[]::new));
    if (exit != 0 && !apply) {
      System.err.println(
          "Not formatted: the files above. To format: mvn -q -N validate -Dformat=apply");
    }
    System.exit(exit);
  }

  private static List<String> sources(Path workspace) throws IOException {
    try (var modules = Files.list(workspace);
        var examples = Files.list(workspace.resolve("examples"))) {
      return Stream.concat(modules, examples)
          .flatMap(module -> Stream.of(module.resolve("src"), module.resolve("tool")))
          .filter(Files::isDirectory)
          .flatMap(Format::walk)
          .filter(file -> file.toString().endsWith(".java"))
          .map(Path::toString)
          .sorted()
          .toList();
    }
  }

  private static Stream<Path> walk(Path directory) {
    try {
      return Files.walk(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
