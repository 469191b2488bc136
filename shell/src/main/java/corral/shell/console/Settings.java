package corral.shell.console;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the launcher was asked for. Immutable.
 *
 * @param commands {@code corral.commands}: a program to run
 * @param file {@code corral.file}: a file with a program to run; {@code -} for standard input
 * @param arguments {@code corral.arguments}: what the program gets as arguments, one a line
 * @param host {@code corral.host}: the name of the host
 * @param state {@code corral.state}: a directory for what is kept between runs
 */
record Settings(
    Optional<String> commands,
    Optional<String> file,
    List<String> arguments,
    String host,
    Optional<Path> state) {

  /** Reads the properties of the framework. */
  static Settings read(Source properties) {
    return new Settings(
        properties.find("corral.commands"),
        properties.find("corral.file"),
        properties.find("corral.arguments").stream().flatMap(String::lines).toList(),
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
