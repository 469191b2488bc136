package corral.launcher;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program for the shell. Immutable.
 *
 * @param text its commands
 * @param file where they were read; {@code -} for standard input; nothing for those of the command
 *     line
 * @param arguments what it gets as its arguments
 */
record Program(String text, Optional<String> file, List<String> arguments) {
  /** The property that says what to run. */
  static final String COMMANDS = "corral.commands";

  /** The name of standard input. */
  static final String INPUT = "-";

  /** What the command line asks for; nothing if it names no program. */
  static Optional<Program> of(Options options) throws IOException {
    if (options.file().isPresent()) {
      return Optional.of(ofFile(options.file().get(), options.arguments()));
    }
    return options
        .commands()
        .map(commands -> new Program(commands, Optional.empty(), options.arguments()));
  }

  /** A program of a file, or of standard input for the name {@code -}. */
  static Program ofFile(String name, List<String> arguments) throws IOException {
    return new Program(read(name), Optional.of(name), arguments);
  }

  /** How the shell is told of it. */
  Map<String, String> properties() {
    var properties = new HashMap<String, String>();
    properties.put(COMMANDS, text);
    properties.put(
        "corral.arguments", arguments.stream().map(word -> word + "\0").collect(joining()));
    file.ifPresent(name -> properties.put("corral.file", name));
    return properties;
  }

  private static String read(String file) throws IOException {
    if (file.equals(INPUT)) {
      return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    }
    if (Files.isDirectory(Path.of(file))) {
      throw new FileSystemException(file, null, "Is a directory (EISDIR)");
    }
    try {
      return Files.readString(Path.of(file));
    } catch (MalformedInputException e) {
      throw new FileSystemException(file, null, "Not a text in UTF-8");
    }
  }
}
