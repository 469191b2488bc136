package corral.shell.console;

import java.io.IOError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.felix.gogo.jline.Shell;
import org.apache.felix.gogo.runtime.CommandSessionImpl;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Job;
import org.jline.reader.Completer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.Option;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultHighlighter;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.impl.DumbTerminal;
import org.jline.utils.Signals;

/** A session with a person at a terminal. */
final class Interactive implements Dialogue {
  /** Where gogo.jline's commands find their colours, and what leaves nothing of them. */
  private static final List<String> PALETTES = List.of("LS_COLORS", "GREP_COLORS");

  private static final String NO_COLOUR = "no=0";

  private final Terminal terminal;
  private final Look look;
  private final CommandSession session;
  private final LineReader reader;
  private final Runner runner;
  private final Thread thread = Thread.currentThread();
  private volatile boolean ended;

  /**
   * A session at a terminal, which it closes in the end.
   *
   * @param history where lines are kept for the next session, if anywhere
   * @param completers what bundles offer to complete words with
   */
  Interactive(
      Sessions sessions,
      Terminal terminal,
      Look look,
      Optional<Path> history,
      Supplier<List<Completer>> completers) {
    this.terminal = terminal;
    this.look = look;
    var typed = new TypedLines(terminal, this::interrupt);
    this.session = sessions.open(terminal, typed, terminal.output(), terminal.output());
    if (!look.isColourful()) {
      PALETTES.forEach(palette -> session.put(palette, NO_COLOUR));
    }
    history.ifPresent(file -> session.put(LineReader.HISTORY_FILE, file));
    this.reader = reader(completers);
    session.put(Shell.VAR_READER, reader);
    var jobs = new Jobs(this::tell);
    session.setJobListener(jobs);
    this.runner = new Runner(session, jobs, this::complain);
  }

  @Override
  public int run() throws InterruptedException {
    terminal.handle(Signal.INT, _ -> interrupt());
    terminal.handle(Signal.TSTP, _ -> foreground().ifPresent(Job::suspend));
    if (terminal instanceof DumbTerminal) {
      // Alone among JLine's terminals it does not listen to the signals of the process.
      Signals.register(Signal.INT.name(), () -> terminal.raise(Signal.INT));
    }
    try {
      while (!ended) {
        runLine();
      }
      return 0;
    } catch (Leave leave) {
      return leave.status();
    } catch (EndOfFileException | IOError e) {
      // Ctrl-D, or the terminal has gone.
      return 0;
    }
  }

  @Override
  public void end() {
    ended = true;
    session.close();
    thread.interrupt();
  }

  @Override
  public void close() {
    session.close();
    try {
      terminal.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void runLine() throws Leave, InterruptedException {
    try {
      var status = runner.run(reader.readLine(look.prompt(session)), _ -> "");
      awaitForeground();
      if (status == Runner.INTERRUPTED) {
        terminal.writer().println();
      }
    } catch (UserInterruptException _) {
      // Ctrl-C gives up the line, and what comes next is not interrupted by it.
      var _ = Thread.interrupted();
    }
  }

  /** A suspended job that was put into the foreground again runs on after its command. */
  private void awaitForeground() throws InterruptedException {
    for (var job = foreground(); job.isPresent(); job = foreground()) {
      awaitEndOf(job.get());
    }
  }

  /** Gogo's jobs tell of their changes by their monitors. */
  private static void awaitEndOf(Job job) throws InterruptedException {
    synchronized (job) {
      while (job.status() == Job.Status.Foreground) {
        job.wait();
      }
    }
  }

  private void interrupt() {
    foreground().ifPresent(Job::interrupt);
  }

  private Optional<Job> foreground() {
    return Optional.ofNullable(session.foregroundJob());
  }

  private void tell(Job job) {
    var status = job.status().name().toLowerCase(Locale.ROOT);
    var line = "[%d] %s %s".formatted(job.id(), status, job.command());
    if (reader.isReading()) {
      reader.printAbove(line);
    } else {
      // The cursor may stand behind what the terminal shows of Ctrl-Z.
      say(job.status() == Job.Status.Suspended ? "\n" + line : line);
    }
  }

  /** That a command failed because everything ends is no news. */
  private void complain(String line) {
    if (!ended) {
      say(look.error(line));
    }
  }

  private void say(String line) {
    terminal.writer().println(line);
    terminal.flush();
  }

  private LineReader reader(Supplier<List<Completer>> completers) {
    return LineReaderBuilder.builder()
        .appName("corral")
        .terminal(terminal)
        .variables(((CommandSessionImpl) session).getVariables())
        .variable(LineReader.SECONDARY_PROMPT_PATTERN, "> ")
        .parser(new LineParser())
        .completer(new LineCompleter(session, completers))
        .highlighter(look.isColourful() ? new LineHighlighter(session) : new DefaultHighlighter())
        .option(Option.DISABLE_EVENT_EXPANSION, true)
        .option(Option.AUTO_FRESH_LINE, true)
        .build();
  }
}
