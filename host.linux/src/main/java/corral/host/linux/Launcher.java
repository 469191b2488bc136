package corral.host.linux;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.Host.LaunchRequest;
import corral.framework.api.host.Launch;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;

/** Starts processes that wait at a gate before they become the program that was asked for. */
final class Launcher {
  /**
   * Waits for a line from the file that is the first argument, then becomes the rest. Without a
   * line it ends: whoever should have let it go is gone.
   */
  private static final String WAIT_THEN_EXECUTE =
      "IFS= read -r corral_go <\"$1\" || exit; unset corral_go; shift; exec \"$@\"";

  private static final Redirect NOTHING = Redirect.from(new File("/dev/null"));

  private Launcher() {}

  static Launch launch(LaunchRequest request) throws ContainerException {
    var builder = new ProcessBuilder();
    if (!request.environment().isEmpty()) {
      builder.environment().clear();
      builder.environment().putAll(request.environment());
    }
    check(request.command(), builder);
    if (request.terminal()) {
      builder.inheritIO();
    } else {
      builder.redirectInput(NOTHING).redirectErrorStream(true);
    }
    try {
      return start(builder, request.command());
    } catch (IOException refused) {
      throw new ContainerException(
          Errno.EAGAIN, request.command().getFirst(), refused.getMessage());
    }
  }

  private static void check(List<String> command, ProcessBuilder builder)
      throws ContainerException {
    if (command.isEmpty()) {
      throw new ContainerException(Errno.EINVAL, "there is no program to start");
    }
    if (command.stream().anyMatch(word -> word.indexOf('\0') >= 0)) {
      throw new ContainerException(Errno.EINVAL, "a word of the command has a NUL character");
    }
    Programs.check(command.getFirst(), builder.environment().get("PATH"));
  }

  private static Launch start(ProcessBuilder builder, List<String> command) throws IOException {
    try (var gate = Gate.make()) {
      var stub = new ArrayList<>(List.of("/bin/sh", "-c", WAIT_THEN_EXECUTE, "sh"));
      stub.add(gate.path().toString());
      stub.addAll(command);
      var process = builder.command(stub).start();
      try {
        return new LaunchedProcess(process, gate.meet(process));
      } catch (IOException refused) {
        process.destroyForcibly();
        throw refused;
      }
    }
  }
}
