package corral.shell.complete;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jline.reader.Candidate;

/** Completes the names of programs along the path of this process. */
final class Programs {
  private final List<String> directories;

  Programs() {
    this(Optional.ofNullable(System.getenv("PATH")).orElse(""));
  }

  Programs(String path) {
    this.directories = Arrays.asList(path.split(":", -1));
  }

  List<Candidate> of(String beginning) {
    int slash = beginning.lastIndexOf('/') + 1;
    var found = new ArrayList<Candidate>();
    for (var directory : slash == 0 ? directories : List.of(beginning.substring(0, slash))) {
      addFrom(directory, beginning.substring(slash), beginning.substring(0, slash), found);
    }
    return found;
  }

  private static void addFrom(
      String directory, String beginning, String prefix, List<Candidate> found) {
    try (var files =
        Files.newDirectoryStream(
            Path.of(directory), file -> file.getFileName().toString().startsWith(beginning))) {
      for (var file : files) {
        var name = file.getFileName().toString();
        if (Files.isDirectory(file) && !prefix.isEmpty()) {
          found.add(new Candidate(prefix + name + "/", name + "/", null, null, "/", null, false));
        } else if (Files.isExecutable(file) && !Files.isDirectory(file)) {
          found.add(new Candidate(prefix + name));
        }
      }
    } catch (IOException | DirectoryIteratorException | InvalidPathException _) {
      // What cannot be read has nothing to offer.
    }
  }
}
