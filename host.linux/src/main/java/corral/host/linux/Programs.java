package corral.host.linux;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds the file of a program as execvp(3) does. */
final class Programs {
  private static final String DEFAULT_PATH = "/bin:/usr/bin";

  private Programs() {}

  /**
   * Checks that there is a program to run.
   *
   * @param path a colon-separated list of directories, for a name without a slash
   * @throws ContainerException ENOENT if there is none, EACCES if it may not be run
   */
  static void check(String program, @Nullable String path) throws ContainerException {
    if (program.isEmpty()) {
      throw absent(program);
    }
    boolean isThere = false;
    for (var directory : directories(program, path)) {
      var file = file(directory, program);
      if (Files.isRegularFile(file) && Files.isExecutable(file)) {
        return;
      }
      isThere |= Files.exists(file);
    }
    throw isThere
        ? new ContainerException(Errno.EACCES, program, "it cannot be run")
        : absent(program);
  }

  private static ContainerException absent(String program) {
    return new ContainerException(Errno.ENOENT, program, "there is no such program");
  }

  private static String[] directories(String program, @Nullable String path) {
    return program.contains("/")
        ? new String[] {""}
        : (path == null ? DEFAULT_PATH : path).split(":", -1);
  }

  private static Path file(String directory, String program) throws ContainerException {
    try {
      return Path.of(directory, program);
    } catch (InvalidPathException _) {
      throw absent(program);
    }
  }
}
