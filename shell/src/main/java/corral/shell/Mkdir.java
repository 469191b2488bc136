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

/** Makes containers. */
@Component(service = Command.class)
@GogoCommand(scope = "corral", function = "mkdir")
public final class Mkdir extends Command {
  private static final Manual MANUAL =
      Manual.of("mkdir", Group.CONTAINERS, "makes containers")
          .takes(Operand.some("DIR", Kind.CONTAINER, "the container to make"))
          .refuses(Errno.EEXIST, "the name is taken")
          .refuses(Errno.ENOENT, "there is no container to make it in")
          .refuses(Errno.EPERM, "the place is not in a mounted hierarchy")
          .refuses(Errno.ENAMETOOLONG, "the name is longer than 255 bytes")
          .example("mkdir /dev/container/Charlie")
          .build();

  private final ContainerAdmin admin;

  /** A command on these containers. */
  @Activate
  public Mkdir(@Reference ContainerAdmin admin) {
    super(MANUAL);
    this.admin = admin;
  }

  @Override
  protected @Nullable Object run(Call call) throws ContainerException {
    for (var directory : call.operands()) {
      admin.makeContainer(call.path(directory), admin.self());
    }
    return null;
  }
}
