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
import java.util.ArrayList;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Moves tasks into a container. */
@Component(service = Command.class)
@GogoCommand(scope = "corral", function = "attach")
public final class Attach extends Command {
  private static final Manual MANUAL =
      Manual.of("attach", Group.TASKS, "moves tasks into a container")
          .takes(Operand.some("PID", Kind.TASK, "the task; 0 is Corral itself"))
          .takes(Operand.one("DIR", Kind.CONTAINER, "the container"))
          .says(
              "Threads go with their process; children that it has already forked stay where they"
                  + " are. Tasks are moved one after the other: when one is refused, those before"
                  + " it have been moved.")
          .refuses(Errno.ESRCH, "there is no such task, or it is ending")
          .refuses(Errno.EACCES, "the task belongs to somebody else")
          .refuses(Errno.ENOTDIR, "DIR is no container")
          .refuses(Errno.ENOSPC, "the container's cpus or mems are empty")
          .example("attach 4711 /dev/container/Charlie")
          .build();

  private final ContainerAdmin admin;

  /** A command on these tasks. */
  @Activate
  public Attach(@Reference ContainerAdmin admin) {
    super(MANUAL);
    this.admin = admin;
  }

  @Override
  protected @Nullable Object run(Call call) throws ContainerException, CommandException {
    var words = call.operands();
    var pids = new ArrayList<Integer>();
    for (var word : words.subList(0, words.size() - 1)) {
      pids.add(Call.pid(word));
    }
    var container = call.path(words.getLast());
    for (int pid : pids) {
      admin.attach(pid, container, admin.self());
    }
    return null;
  }
}
