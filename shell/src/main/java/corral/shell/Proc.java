package corral.shell;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.admin.ContainerAdmin;
import corral.shell.command.Call;
import corral.shell.command.Command;
import corral.shell.command.CommandException;
import corral.shell.command.Group;
import corral.shell.command.Kind;
import corral.shell.command.Manual;
import corral.shell.command.Operand;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Shows the containers of one task. */
@Component(service = Command.class)
@GogoCommand(scope = "corral", function = "proc")
public final class Proc extends Command {
  private static final Manual MANUAL =
      Manual.of("proc", Group.TASKS, "shows the containers of a task")
          .takes(Operand.one("PID", Kind.TASK, "the task"))
          .says(
              "This is what the file /proc/PID/container says: a line for each hierarchy, with its"
                  + " subsystems and the container's path below its root.")
          .refuses(Errno.ESRCH, "there is no such task")
          .example("proc 4711")
          .build();

  private final ContainerAdmin admin;

  /** A command on these tasks. */
  @Activate
  public Proc(@Reference ContainerAdmin admin) {
    super(MANUAL);
    this.admin = admin;
  }

  @Override
  protected Object run(Call call) throws ContainerException, CommandException {
    int pid = Call.pid(call.operands().getFirst());
    return admin.read("/proc/" + pid + "/container", admin.self()).stripTrailing();
  }
}
