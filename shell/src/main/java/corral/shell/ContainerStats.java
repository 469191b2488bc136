package corral.shell;

import static corral.shell.command.CommandException.quoted;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.stats.Mark;
import corral.framework.api.stats.Reach;
import corral.framework.api.stats.StatisticsListener;
import corral.shell.command.Call;
import corral.shell.command.Command;
import corral.shell.command.CommandException;
import corral.shell.command.Group;
import corral.shell.command.Kind;
import corral.shell.command.Manual;
import corral.shell.command.Operand;
import corral.shell.command.Option;
import corral.shell.stats.CurrentStatistics;
import corral.shell.stats.NoticeWatch;
import corral.shell.stats.StatisticsText;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Shows what the tasks of a container do (seed 000's {@code containerstats}). */
@Component(service = Command.class)
@GogoCommand(scope = "corral", function = "containerstats")
public final class ContainerStats extends Command {
  private static final Option CONTAINER =
      Option.taking(
          Operand.one("DIR", Kind.CONTAINER, "which"), "the container", "-C", "--container");
  private static final Option RECURSIVE =
      Option.flag("counts the containers below, too", "-r", "--recursive");
  private static final Option THREADS =
      Option.flag("counts threads, as the kernel does, instead of tasks", "-t", "--threads");
  private static final Option LOAD =
      Option.flag("shows the load averages over 1, 5 and 15 minutes instead", "-l", "--load");
  private static final Option SAMPLER =
      Option.flag("shows how often it is looked what tasks do, and what that costs", "--sampler");

  private static final Option DELAYS =
      Option.flag("shows how long its tasks have waited so far instead", "-d", "--delays");
  private static final Option FOLLOW =
      Option.flag("shows when something happens there or below, until Ctrl-C", "-f", "--follow");
  private static final Option MARK =
      Option.taking(
          Operand.one("MARK", Kind.OTHER, "what"),
          "what is to happen; can be given more than once",
          "-m",
          "--mark");
  private static final Option NUMBER =
      Option.taking(
          Operand.one("N", Kind.OTHER, "how many"), "ends after so many", "-n", "--number");

  /** What is waited for where nothing else is said. */
  private static final List<String> USUAL_MARKS = List.of("empty", "limit", "load1>=1");

  private static final Manual MANUAL =
      Manual.of("containerstats", Group.CONTAINERS, "shows what the tasks of a container do")
          .form("containerstats -C DIR [-r] [-t]")
          .form("containerstats -C DIR -l [-r]")
          .form("containerstats -C DIR -d [-r]")
          .form("containerstats -C DIR -f [-m MARK]... [-n N]")
          .form("containerstats --sampler")
          .knows(CONTAINER)
          .knows(RECURSIVE)
          .knows(THREADS)
          .knows(LOAD)
          .knows(DELAYS)
          .knows(FOLLOW)
          .knows(MARK)
          .knows(NUMBER)
          .knows(SAMPLER)
          .says(
              "Each task is in one state: sleeping; blocked, which is waiting for I/O; running, or"
                  + " waiting for a CPU; stopped; or uninterruptible for another reason than I/O. A"
                  + " task does what the most active of its threads does.")
          .says(
              "The load is the number of threads that run, are blocked or uninterruptible, on the"
                  + " average, as the kernel computes it for the machine.")
          .says(
              "No task is looked at for the answer: it is as old as the last look, but for forks,"
                  + " exits and moves. A task is counted as running until it is looked at for the"
                  + " first time.")
          .says(
              "Delays are asked of each task: how long it has waited for a CPU, and for I/O and"
                  + " swap where the kernel counts that (kernel.task_delayacct). They are for"
                  + " root.")
          .says(
              "A MARK is empty, limit (one was hit), or FIGURE>=NUMBER, where the FIGURE is tasks,"
                  + " running, blocked, uninterruptible, sleeping, stopped, load1, load5 or load15,"
                  + " of a container and all below: it is shown when the number is reached, and"
                  + " when it is left again. Without MARK: empty, limit, load1>=1.")
          .refuses(Errno.EINVAL, "no DIR is given, or MARK is no mark, or N no number")
          .refuses(Errno.E2BIG, "DIR has over 4096 bytes")
          .refuses(Errno.ENOENT, "there is no such container")
          .refuses(Errno.ENOSYS, "the bundle stats, or a host that can tell, is not active")
          .example("containerstats -C /dev/container/a")
          .example("containerstats -C /dev/container -r -l")
          .example("containerstats -C /dev/container -f -m 'running>=5' -m empty")
          .build();

  private final ContainerAdmin admin;
  private final CurrentStatistics statistics;
  private final BiFunction<StatisticsListener, Map<String, ?>, Runnable> listen;

  /** A command on these statistics. */
  @Activate
  public ContainerStats(
      @Reference ContainerAdmin admin,
      @Reference CurrentStatistics statistics,
      BundleContext context) {
    this(
        admin,
        statistics,
        (listener, properties) ->
            context.registerService(
                    StatisticsListener.class, listener, FrameworkUtil.asDictionary(properties))
                ::unregister);
  }

  /**
   * A command on these statistics.
   *
   * @param listen makes a listener hear, and answers with what makes it deaf again
   */
  ContainerStats(
      ContainerAdmin admin,
      CurrentStatistics statistics,
      BiFunction<StatisticsListener, Map<String, ?>, Runnable> listen) {
    super(MANUAL);
    this.admin = admin;
    this.statistics = statistics;
    this.listen = listen;
  }

  @Override
  protected @Nullable Object run(Call call)
      throws ContainerException, CommandException, InterruptedException {
    if (call.has(SAMPLER)) {
      return StatisticsText.sampler(statistics.get().sampler());
    }
    var directory =
        call.value(CONTAINER)
            .filter(path -> !path.isEmpty())
            .orElseThrow(
                () -> new ContainerException(Errno.EINVAL, "no container is given: -C DIR"));
    if (call.has(FOLLOW)) {
      follow(call, call.path(directory));
      return null;
    }
    var reach = call.has(RECURSIVE) ? Reach.SUBTREE : Reach.MEMBERS;
    if (call.has(DELAYS)) {
      var container = admin.container(call.path(directory));
      return StatisticsText.delays(statistics.get().delays(container, reach));
    }
    var now = statistics.get().at(call.path(directory), reach);
    if (call.has(LOAD)) {
      return now.load().toString();
    }
    return StatisticsText.counts(
        call.has(THREADS) ? now.threads() : now.tasks(), now.tellsBlocked());
  }

  private void follow(Call call, String directory)
      throws ContainerException, CommandException, InterruptedException {
    statistics.get().at(directory, Reach.MEMBERS);
    var given = call.arguments().values(MARK);
    var marks = given.isEmpty() ? USUAL_MARKS : given;
    for (var mark : marks) {
      Mark.parse(mark);
    }
    var watch = new NoticeWatch(number(call), call.session(), call.out());
    var deafen =
        listen.apply(
            watch,
            Map.of(
                StatisticsListener.CONTAINER,
                directory,
                StatisticsListener.MARKS,
                marks.toArray(String[]::new)));
    try {
      watch.await();
    } finally {
      deafen.run();
    }
  }

  private static int number(Call call) throws CommandException {
    var text = call.value(NUMBER).orElse(Integer.toString(Integer.MAX_VALUE));
    if (!text.matches("[1-9][0-9]{0,9}") || Long.parseLong(text) > Integer.MAX_VALUE) {
      throw new CommandException(quoted(text) + " is not a number of notices (EINVAL)");
    }
    return Integer.parseInt(text);
  }
}
