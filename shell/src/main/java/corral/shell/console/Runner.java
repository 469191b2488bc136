package corral.shell.console;

import java.io.InterruptedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.apache.felix.gogo.runtime.SyntaxError;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.apache.felix.service.command.Job;

/** Runs programs in a session until a step fails. Belongs to one thread. */
final class Runner {
  private static final Logger LOG = System.getLogger(Runner.class.getName());

  /** As other shells say that Ctrl-C has ended a command. */
  static final int INTERRUPTED = 130;

  private static final int FAILED = 1;

  /** How long an interrupted command is waited for. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  /** Where Gogo leaves what the commands before the last of a pipeline threw. */
  private static final String PIPE_EXCEPTION = "pipe-exception";

  /** Where persons find the last failure to look into. */
  private static final String EXCEPTION = "exception";

  private final CommandSession session;
  private final Jobs jobs;
  private final Consumer<String> errors;
  private volatile boolean ended;

  /**
   * Runs programs.
   *
   * @param jobs what listens to the session's jobs
   * @param errors is told of each failure in a line
   */
  Runner(CommandSession session, Jobs jobs, Consumer<String> errors) {
    this.session = session;
    this.jobs = jobs;
    this.errors = errors;
  }

  /** Begins no further step. */
  void end() {
    ended = true;
  }

  /**
   * Runs a program.
   *
   * @param place what to say before an error in a line, such as {@code FILE:LINE: }
   * @return 0 if every step succeeded, else the status of the one that failed
   * @throws Leave if the program asks for it
   */
  int run(CharSequence text, IntFunction<String> place) throws Leave {
    Script script;
    try {
      script = Script.parse(text);
    } catch (SyntaxError e) {
      errors.accept(place.apply(e.line() + 1) + ErrorLine.of("", e));
      return FAILED;
    }
    for (var step : script.steps()) {
      if (ended) {
        return FAILED;
      }
      var status = run(step, place.apply(step.line()));
      if (status != 0) {
        return status;
      }
    }
    return 0;
  }

  private int run(Script.Step step, String place) throws Leave {
    jobs.begin();
    session.put(PIPE_EXCEPTION, null);
    try {
      var result = session.execute(step.program());
      if (result != null && !step.isAssignment() && !step.isRedirected()) {
        show(result);
      }
    } catch (InterruptedException | InterruptedIOException e) {
      interruptForeground();
      return INTERRUPTED;
    } catch (Leave leave) {
      throw leave;
    } catch (Exception e) {
      complain(place, jobs.culprit(e), e);
      return FAILED;
    }
    if (session.get(PIPE_EXCEPTION) instanceof Exception pipe) {
      for (var e : pipe.getSuppressed()) {
        if (e instanceof Leave leave) {
          throw leave;
        }
        complain(place, Jobs.feeders(step.text()), e);
      }
      return FAILED;
    }
    return jobs.status();
  }

  /**
   * If the thread that waits for a job was interrupted, the job is; it has a while to say its last
   * words.
   */
  private void interruptForeground() {
    var job = session.foregroundJob();
    if (job != null) {
      job.interrupt();
      awaitEndOf(job);
    }
  }

  /** Gogo's jobs tell of their changes by their monitors. */
  private static void awaitEndOf(Job job) {
    long deadline = System.nanoTime() + LAST_WORDS.toNanos();
    synchronized (job) {
      long left = LAST_WORDS.toMillis();
      try {
        while (left > 0 && job.status() == Job.Status.Foreground) {
          job.wait(left);
          left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        }
      } catch (InterruptedException _) {
        // It is not to be waited for.
      }
    }
  }

  private void show(Object result) {
    var text = session.format(result, Converter.INSPECT).toString();
    var console = session.getConsole();
    console.print(text.isEmpty() || text.endsWith("\n") ? text : text + "\n");
    console.flush();
  }

  private void complain(String place, String command, Throwable failure) {
    LOG.log(Level.INFO, place + "a command failed", failure);
    session.put(EXCEPTION, failure);
    errors.accept(place + ErrorLine.of(command, failure));
  }
}
