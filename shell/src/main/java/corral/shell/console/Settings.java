package corral.shell.console;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the launcher was asked for. Immutable.
 *
 * @param program {@code corral.commands}: what to run, with {@code corral.file}, the name of the
 *     file where it stands, {@code -} for standard input; and {@code corral.arguments}, what it
 *     gets as arguments, with a zero after each
 * @param host {@code corral.host}: the name of the host
 * @param state {@code corral.state}: a directory for what is kept between runs
 */
record Settings(Optional<Program> program, String host, Optional<Path> state) {

  /** Reads the properties of the framework, or of a session. */
  static Settings read(Source properties) {
    var arguments = List.of(properties.find("corral.arguments").orElse("").split("\0", -1));
    var words = arguments.subList(0, arguments.size() - 1);
    return new Settings(
        properties
            .find("corral.commands")
            .map(text -> new Program(properties.find("corral.file").orElse(""), text, words)),
        properties.find("corral.host").orElse("linux"),
        properties.find("corral.state").map(Path::of));
  }

  /** Where settings come from. */
  @FunctionalInterface
  interface Source {
    /** The value of a setting; null if it has none. */
    @Nullable String get(String name);

    /** The value of a setting, if it has one. */
    default Optional<String> find(String name) {
      return Optional.ofNullable(get(name));
    }
  }
}
