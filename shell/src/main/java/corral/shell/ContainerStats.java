package corral.shell;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.stats.Reach;
import corral.shell.command.Call;
import corral.shell.command.Command;
import corral.shell.command.Group;
import corral.shell.command.Kind;
import corral.shell.command.Manual;
import corral.shell.command.Operand;
import corral.shell.command.Option;
import corral.shell.stats.CurrentStatistics;
import corral.shell.stats.StatisticsText;
import org.apache.felix.service.command.annotations.GogoCommand;
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

  private static final Manual MANUAL =
      Manual.of("containerstats", Group.CONTAINERS, "shows what the tasks of a container do")
          .form("containerstats -C DIR [-r] [-t]")
          .form("containerstats -C DIR -l [-r]")
          .form("containerstats --sampler")
          .knows(CONTAINER)
          .knows(RECURSIVE)
          .knows(THREADS)
          .knows(LOAD)
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
          .refuses(Errno.EINVAL, "no DIR is given")
          .refuses(Errno.E2BIG, "DIR has over 4096 bytes")
          .refuses(Errno.ENOENT, "there is no such container")
          .refuses(Errno.ENOSYS, "the bundle stats, or a host that can tell, is not active")
          .example("containerstats -C /dev/container/a")
          .example("containerstats -C /dev/container -r -l")
          .build();

  private final CurrentStatistics statistics;

  /** A command on these statistics. */
  @Activate
  public ContainerStats(@Reference CurrentStatistics statistics) {
    super(MANUAL);
    this.statistics = statistics;
  }

  @Override
  protected Object run(Call call) throws ContainerException {
    if (call.has(SAMPLER)) {
      return StatisticsText.sampler(statistics.get().sampler());
    }
    var directory =
        call.value(CONTAINER)
            .filter(path -> !path.isEmpty())
            .orElseThrow(
                () -> new ContainerException(Errno.EINVAL, "no container is given: -C DIR"));
    var reach = call.has(RECURSIVE) ? Reach.SUBTREE : Reach.MEMBERS;
    var now = statistics.get().at(call.path(directory), reach);
    if (call.has(LOAD)) {
      return now.load().toString();
    }
    return StatisticsText.counts(
        call.has(THREADS) ? now.threads() : now.tasks(), now.tellsBlocked());
  }
}
