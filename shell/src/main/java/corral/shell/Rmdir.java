package corral.shell;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.admin.ContainerAdmin;
import corral.shell.command.Call;
import corral.shell.command.Command;
import corral.shell.command.Group;
import corral.shell.command.Kind;
import corral.shell.command.Manual;
import corral.shell.command.Operand;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Removes containers. */
@Component(service = Command.class)
@GogoCommand(scope = "corral", function = "rmdir")
public final class Rmdir extends Command {
  private static final Manual MANUAL =
      Manual.of("rmdir", Group.CONTAINERS, "removes empty containers")
          .takes(Operand.some("DIR", Kind.CONTAINER, "the container to remove"))
          .refuses(
              Errno.EBUSY, "it has tasks or children, a subsystem holds on to it, or it is a root")
          .refuses(Errno.EPERM, "it is no container")
          .example("rmdir /dev/container/Charlie")
          .build();

  private final ContainerAdmin admin;

  /** A command on these containers. */
  @Activate
  public Rmdir(@Reference ContainerAdmin admin) {
    super(MANUAL);
    this.admin = admin;
  }

  @Override
  protected @Nullable Object run(Call call) throws ContainerException {
    for (var directory : call.operands()) {
      admin.removeContainer(call.path(directory), admin.self());
    }
    return null;
  }
}
