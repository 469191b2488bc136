package corral.shell.console;

import static java.util.stream.Collectors.joining;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.felix.gogo.runtime.Parser;
import org.apache.felix.gogo.runtime.Parser.Pipeline;
import org.apache.felix.gogo.runtime.Parser.Statement;
import org.apache.felix.service.command.Job;
import org.apache.felix.service.command.Job.Status;
import org.apache.felix.service.command.JobListener;

/**
 * Listens to the jobs of a session for what Gogo does not tell its caller: which command threw, and
 * with which status the last one ended. Also keeps a closure that calls itself from making threads
 * without end. Thread-safe.
 */
final class Jobs implements JobListener {
  private static final int MOST_AT_ONCE = 200;

  private final Consumer<Job> background;
  private final Set<Job> active = ConcurrentHashMap.newKeySet();
  private final Map<Throwable, String> culprits =
      Collections.synchronizedMap(new IdentityHashMap<>());
  private volatile int status;

  /**
   * Listens.
   *
   * @param background is told of each job that goes to the background, is suspended, or ends there
   */
  Jobs(Consumer<Job> background) {
    this.background = background;
  }

  /** Forgets what the last step did. */
  void begin() {
    culprits.clear();
    status = 0;
  }

  /** The status of the last command that a step waited for; 0 is success. */
  int status() {
    return status;
  }

  /** The command that threw this: the innermost, if commands call each other. */
  String culprit(Throwable failure) {
    return culprits.getOrDefault(failure, "corral");
  }

  @Override
  public void jobChanged(Job job, Status before, Status now) {
    if (now == Status.Done) {
      end(job, before);
    } else {
      begin(job);
    }
    if (before == Status.Background || now == Status.Background || now == Status.Suspended) {
      background.accept(job);
    }
  }

  private void begin(Job job) {
    if (active.add(job) && active.size() > MOST_AT_ONCE && job.parent() != null) {
      active.remove(job);
      throw new IllegalStateException(
          "more than " + MOST_AT_ONCE + " commands wait for each other");
    }
  }

  private void end(Job job, Status before) {
    active.remove(job);
    var result = job.result();
    if (result.exception() != null) {
      culprits.putIfAbsent(result.exception(), commands(job.command()).getLast());
    }
    if (job.parent() == null && before != Status.Background) {
      status = result.error();
    }
  }

  /** The commands of a pipeline but for the last, whose failures are known elsewhere. */
  static String feeders(CharSequence pipeline) {
    var commands = commands(pipeline);
    return commands.subList(0, commands.size() - 1).stream().collect(joining(" | "));
  }

  /** The commands of a statement or a pipeline, as they were typed. */
  static List<String> commands(CharSequence text) {
    return new Parser(text)
        .program().tokens().stream()
            .flatMap(
                token ->
                    token instanceof Pipeline pipe
                        ? pipe.tokens().stream()
                        : List.of(token).stream())
            .filter(Statement.class::isInstance)
            .map(token -> command((Statement) token))
            .toList();
  }

  /** The command of {@code NAME = COMMAND WORD...} comes third. */
  private static String command(Statement statement) {
    var tokens = statement.tokens();
    var isAssignment = tokens.size() > 3 && tokens.get(1).toString().equals("=");
    return tokens.isEmpty() ? "" : tokens.get(isAssignment ? 2 : 0).toString();
  }
}
