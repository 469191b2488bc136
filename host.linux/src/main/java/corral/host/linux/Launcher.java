package corral.host.linux;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.Host.LaunchRequest;
import corral.framework.api.host.Launch;
import corral.framework.api.host.NamespaceKind;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts processes that wait at a gate before they become the program that was asked for, in
 * namespaces of its own if it was asked for. Thread-safe.
 */
final class Launcher {
  /**
   * Waits for a line from the file that is the first argument, then becomes the rest. Without a
   * line it ends: whoever should have let it go is gone.
   */
  private static final String WAIT_THEN_EXECUTE =
      "IFS= read -r corral_go <\"$1\" || exit; unset corral_go; shift; exec \"$@\"";

  private static final Redirect NOTHING = Redirect.from(new File("/dev/null"));
  private static final int CAP_SYS_ADMIN = 21;

  private final ProcReader proc;
  private final LinuxNamespaces namespaces;

  Launcher(ProcReader proc, LinuxNamespaces namespaces) {
    this.proc = proc;
    this.namespaces = namespaces;
  }

  Launch launch(LaunchRequest request) throws ContainerException {
    var builder = new ProcessBuilder();
    if (!request.environment().isEmpty()) {
      builder.environment().clear();
      builder.environment().putAll(request.environment());
    }
    check(request, builder);
    if (request.terminal()) {
      builder.inheritIO();
    } else {
      builder.redirectInput(NOTHING).redirectErrorStream(true);
    }
    try {
      return request.unshared().isEmpty()
          ? start(builder, request.command())
          : startUnshared(builder, request);
    } catch (IOException refused) {
      throw new ContainerException(
          Errno.EAGAIN, request.command().getFirst(), refused.getMessage());
    }
  }

  private void check(LaunchRequest request, ProcessBuilder builder) throws ContainerException {
    var command = request.command();
    if (command.isEmpty()) {
      throw new ContainerException(Errno.EINVAL, "there is no program to start");
    }
    if (command.stream().anyMatch(word -> word.indexOf('\0') >= 0)) {
      throw new ContainerException(Errno.EINVAL, "a word of the command has a NUL character");
    }
    var path = builder.environment().get("PATH");
    Programs.check(command.getFirst(), path);
    if (!request.unshared().isEmpty()) {
      Programs.check(Unsharing.PROGRAM, path);
      if (!request.unshared().contains(NamespaceKind.USER) && !proc.isCapable(CAP_SYS_ADMIN)) {
        throw new ContainerException(
            Errno.EPERM, "namespaces need CAP_SYS_ADMIN, unless a user namespace is among them");
      }
    }
  }

  private static Launch start(ProcessBuilder builder, List<String> command) throws IOException {
    try (var gate = Gate.make()) {
      return start(builder, WAIT_THEN_EXECUTE, List.of(gate), command, Passage.OPEN);
    }
  }

  private Launch startUnshared(ProcessBuilder builder, LaunchRequest request) throws IOException {
    var unsharing = new Unsharing(request.unshared(), namespaces);
    boolean started = false;
    try (var gate = Gate.make()) {
      var launch =
          start(
              builder,
              unsharing.script(),
              List.of(gate, unsharing.gate()),
              request.command(),
              unsharing);
      started = true;
      return launch;
    } finally {
      if (!started) {
        unsharing.close();
      }
    }
  }

  /**
   * Starts a shell script that waits at the first of the gates.
   *
   * @param gates its first arguments
   */
  private static Launch start(
      ProcessBuilder builder,
      String script,
      List<Gate> gates,
      List<String> command,
      Passage passage)
      throws IOException {
    var stub = new ArrayList<>(List.of("/bin/sh", "-c", script, "sh"));
    gates.forEach(gate -> stub.add(gate.path().toString()));
    stub.addAll(command);
    var process = builder.command(stub).start();
    try {
      return new LaunchedProcess(process, gates.getFirst().meet(process), passage);
    } catch (IOException refused) {
      process.destroyForcibly();
      throw refused;
    }
  }
}
