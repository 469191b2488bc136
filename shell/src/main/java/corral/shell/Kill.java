package corral.shell;

import corral.shell.command.Call;
import corral.shell.command.Command;
import corral.shell.command.CommandException;
import corral.shell.command.Group;
import corral.shell.command.Kind;
import corral.shell.command.Manual;
import corral.shell.command.Operand;
import corral.shell.command.Option;
import corral.shell.host.LaunchedProcess;
import corral.shell.host.Launches;
import java.util.ArrayList;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Ends background processes. */
@Component(service = Command.class)
@GogoCommand(scope = "corral", function = "kill")
public final class Kill extends Command {
  private static final Option AT_ONCE =
      Option.flag("does not ask politely (SIGTERM) but forces it (SIGKILL)", "-9", "-KILL");

  private static final Option POLITELY =
      Option.flag("asks politely (SIGTERM), as without an option", "-15", "-TERM");

  private static final Manual MANUAL =
      Manual.of("kill", Group.TASKS, "ends background processes")
          .takes(Operand.some("PID", Kind.LAUNCHED, "a process that 'run -b' has started"))
          .knows(AT_ONCE)
          .knows(POLITELY)
          .says("Other processes are not Corral's to end: use kill(1).")
          .example("kill $pid; wait $pid")
          .build();

  private final Launches launches;

  /** A command on these processes. */
  @Activate
  public Kill(@Reference Launches launches) {
    super(MANUAL);
    this.launches = launches;
  }

  @Override
  protected @Nullable Object run(Call call) throws CommandException {
    var processes = new ArrayList<LaunchedProcess>();
    for (var pid : call.operands()) {
      processes.add(launches.get(Call.pid(pid)));
    }
    processes.forEach(call.has(AT_ONCE) ? LaunchedProcess::kill : LaunchedProcess::terminate);
    return null;
  }
}
