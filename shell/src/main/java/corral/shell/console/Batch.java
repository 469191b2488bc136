package corral.shell.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Job;
import org.jline.terminal.Size;
import org.jline.terminal.impl.DumbTerminal;

/** A session without a person: it runs a program and is left. */
final class Batch implements Dialogue {
  private static final int USUAL_COLUMNS = 80;
  private static final int USUAL_LINES = 24;

  private final Program program;
  private final CommandSession session;
  private final Runner runner;
  private volatile boolean ended;

  /**
   * A session on three streams.
   *
   * @param columns the width of the terminal, if the output goes to one
   */
  Batch(
      Sessions sessions,
      Program program,
      InputStream in,
      OutputStream out,
      OutputStream errors,
      Optional<Integer> columns)
      throws IOException {
    this.program = program;
    var rest = program.isInput() ? InputStream.nullInputStream() : in;
    var terminal =
        new DumbTerminal("corral", DumbTerminal.TYPE_DUMB, rest, out, StandardCharsets.UTF_8);
    terminal.setSize(new Size(columns.orElse(USUAL_COLUMNS), USUAL_LINES));
    this.session = sessions.open(terminal, SteadyChannels.Input.of(rest), out, errors);
    if (columns.isEmpty()) {
      session.put("#COLUMNS", null);
    }
    program.giveArguments(session);
    var jobs = new Jobs(_ -> {});
    session.setJobListener(jobs);
    var lines = new PrintStream(errors, true, StandardCharsets.UTF_8);
    this.runner = new Runner(session, jobs, line -> complain(lines, line));
  }

  @Override
  public int run() {
    try {
      return runner.run(program.text(), program::place);
    } catch (Leave leave) {
      return leave.status();
    }
  }

  /**
   * A command that ends its own session, such as an update of this bundle, is the last one but goes
   * on: to close the session would interrupt it half way.
   */
  @Override
  public void end() {
    ended = true;
    runner.end();
    var job = Job.Utils.current();
    if (job == null || job.session() != session) {
      session.close();
    }
  }

  @Override
  public void close() {
    session.close();
  }

  /** That a command failed because everything ends is no news. */
  private void complain(PrintStream lines, String line) {
    if (!ended) {
      lines.println(line);
    }
  }
}
