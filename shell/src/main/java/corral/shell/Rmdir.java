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
import corral.shell.command.Option;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Removes containers. */
@Component(service = Command.class)
@GogoCommand(scope = "corral", function = "rmdir")
public final class Rmdir extends Command {
  private static final Option KILL =
      Option.flag(
          "kills every task in it and below, and removes what is below too", "-k", "--kill");

  private static final Manual MANUAL =
      Manual.of("rmdir", Group.CONTAINERS, "removes containers")
          .takes(Operand.some("DIR", Kind.CONTAINER, "the container to remove"))
          .knows(KILL)
          .says(
              "With -k nothing is killed unless every task may be killed and every container"
                  + " removed. Process 1, Corral itself and the caller are never killed.")
          .refuses(
              Errno.EBUSY,
              "it has tasks or children, a subsystem holds on to it, or it is a root; with -k: a"
                  + " killed task does not end, or new ones come on and on")
          .refuses(Errno.EACCES, "a container or, with -k, a task belongs to somebody else")
          .refuses(Errno.EPERM, "it is no container; with -k: it holds a task that is never killed")
          .example("rmdir /dev/container/Charlie")
          .example("rmdir -k /dev/container/jobs")
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
      if (call.has(KILL)) {
        admin.killAndRemove(call.path(directory), admin.self());
      } else {
        admin.removeContainer(call.path(directory), admin.self());
      }
    }
    return null;
  }
}
