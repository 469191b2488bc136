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

/** Takes views of hierarchies away. */
@Component(service = Command.class)
@GogoCommand(scope = "corral", function = "umount")
public final class Umount extends Command {
  private static final Manual MANUAL =
      Manual.of("umount", Group.HIERARCHIES, "takes a view of a hierarchy away")
          .takes(Operand.some("DIR", Kind.MOUNT_POINT, "where it is mounted"))
          .says(
              "With its last view a hierarchy ends and its subsystems are free for another, unless"
                  + " there are containers in it: then it lives on, and mounting the same"
                  + " subsystems shows it as it was.")
          .refuses(Errno.EINVAL, "nothing is mounted there")
          .refuses(Errno.EBUSY, "it has containers, and nothing by which a mount could find it")
          .example("umount /dev/container")
          .build();

  private final ContainerAdmin admin;

  /** A command on these hierarchies. */
  @Activate
  public Umount(@Reference ContainerAdmin admin) {
    super(MANUAL);
    this.admin = admin;
  }

  @Override
  protected @Nullable Object run(Call call) throws ContainerException {
    for (var directory : call.operands()) {
      admin.unmount(call.path(directory), admin.self());
    }
    return null;
  }
}
