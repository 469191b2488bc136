package corral.shell.console;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.felix.service.command.CommandSession;

/**
 * A program that runs without a person. Immutable.
 *
 * @param name its file; empty for one of the command line
 * @param text the program
 * @param isInput whether it was read from standard input
 * @param arguments what it gets as {@code $1}, {@code $2} and so on
 */
record Program(String name, String text, boolean isInput, List<String> arguments) {
  /** The name of standard input. */
  static final String INPUT = "-";

  /** A program of the command line. */
  static Program ofCommands(String text, List<String> arguments) {
    return new Program("", text, false, arguments);
  }

  /** A program of a file, or of standard input for the name {@code -}. */
  static Program ofFile(String name, List<String> arguments) throws IOException {
    if (name.equals(INPUT)) {
      var text = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
      return new Program("standard input", text, true, arguments);
    }
    if (Files.isDirectory(Path.of(name))) {
      throw new FileSystemException(name, null, "Is a directory");
    }
    try {
      return new Program(name, Files.readString(Path.of(name)), false, arguments);
    } catch (MalformedInputException e) {
      throw new IOException(name + ": not a text in UTF-8", e);
    }
  }

  /** What is said before an error, to tell where it happened. */
  String place(int line) {
    if (!name.isEmpty()) {
      return name + ":" + line + ": ";
    }
    return text.strip().contains("\n") ? "line " + line + ": " : "";
  }

  /** Sets the variables by which a program knows its arguments. */
  void giveArguments(CommandSession session) {
    session.put("args", arguments);
    for (int i = 0; i < arguments.size(); i++) {
      session.put(String.valueOf(i + 1), arguments.get(i));
    }
  }
}
