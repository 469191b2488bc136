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

/** Renames a container. */
@Component(service = Command.class)
@GogoCommand(scope = "corral", function = "mv")
public final class Mv extends Command {
  private static final Manual MANUAL =
      Manual.of("mv", Group.CONTAINERS, "renames a container in its place")
          .takes(Operand.one("FROM", Kind.CONTAINER, "the container"))
          .takes(Operand.one("TO", Kind.CONTAINER, "its new name, in the same directory"))
          .refuses(Errno.EEXIST, "the new name is taken")
          .refuses(Errno.EIO, "it would get another parent")
          .refuses(Errno.EBUSY, "it is a root")
          .refuses(Errno.ENOTDIR, "it is no container")
          .example("mv /dev/container/Charlie /dev/container/Snoopy")
          .build();

  private final ContainerAdmin admin;

  /** A command on these containers. */
  @Activate
  public Mv(@Reference ContainerAdmin admin) {
    super(MANUAL);
    this.admin = admin;
  }

  @Override
  protected @Nullable Object run(Call call) throws ContainerException {
    var paths = call.operands();
    admin.rename(call.path(paths.getFirst()), call.path(paths.getLast()), admin.self());
    return null;
  }
}
