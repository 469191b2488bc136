package corral.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * Where the module was built, and where a run may leave what it writes.
 *
 * @param target the build's directory
 * @param options what was said about how to measure, for a benchmark whose tool has options
 */
record Workplace(Path target, List<String> options) {
  /** A directory with nothing in it. */
  Path empty(String name) throws IOException {
    var directory = target.resolve(name).toAbsolutePath();
    delete(directory);
    return Files.createDirectories(directory);
  }

  static void delete(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (var files = Files.walk(directory)) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** A library or bundle, by its artifact's name. */
  Path jar(String name) {
    return target.resolve("lib").resolve(name + ".jar").toAbsolutePath();
  }
}
