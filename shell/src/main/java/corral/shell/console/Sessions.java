package corral.shell.console;

import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.util.function.Supplier;
import org.apache.felix.gogo.jline.Shell;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.jline.terminal.Terminal;

/** Opens sessions as the commands of Corral and of gogo.jline expect them. */
final class Sessions {
  /** Where a command without a scope is looked for: what Corral has comes before what Gogo has. */
  private static final String SCOPES = "corral:gogo:*";

  private final CommandProcessor processor;
  private final FileSystem files;
  private final String directory;

  /**
   * Opens sessions.
   *
   * @param files where a session's paths are
   * @param directory where a session begins, if there is such a directory
   */
  Sessions(CommandProcessor processor, FileSystem files, String directory) {
    this.processor = processor;
    this.files = files;
    this.directory = directory;
  }

  /** Opens a session at a terminal. */
  CommandSession open(
      Terminal terminal, SteadyChannels.Input in, OutputStream out, OutputStream errors) {
    var session = processor.createSession(terminal.input(), out, errors);
    SteadyChannels.replace(session, in, out, errors);
    var start = files.getPath(directory);
    session.currentDir(Files.isDirectory(start) ? start : files.getPath("/"));
    session.put("SCOPE", SCOPES);
    session.put(Shell.VAR_PROCESSOR, processor);
    session.put(Shell.VAR_SESSION, session);
    session.put(Shell.VAR_TERMINAL, terminal);
    computed(session, "TERM", terminal::getType);
    computed(session, "COLUMNS", terminal::getWidth);
    computed(session, "LINES", terminal::getHeight);
    computed(session, "PWD", () -> session.currentDir().toString());
    return session;
  }

  /** A variable whose value is found out when it is asked for; Gogo knows it by the hash sign. */
  private static void computed(CommandSession session, String name, Supplier<Object> value) {
    Function function = (_, _) -> value.get();
    session.put("#" + name, function);
  }
}
