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
import corral.shell.command.Option;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Says who may write to containers and control files. */
@Component(service = Command.class)
@GogoCommand(scope = "corral", function = "chmod")
public final class Chmod extends Command {
  private static final Option RECURSIVE =
      Option.flag("goes through everything below that can be written as well", "-R", "--recursive");

  private static final Manual MANUAL =
      Manual.of("chmod", Group.CONTAINERS, "says who may write to containers and their files")
          .takes(Operand.one("MODE", Kind.OTHER, "octal, or letters as in g+w or go-w"))
          .takes(Operand.some("PATH", Kind.ENTRY, "a container, or one of its files"))
          .knows(RECURSIVE)
          .says(
              "Who may write to a container's directory may make, rename and remove containers in"
                  + " it; who may write to tasks may move his processes into it. Reading is free to"
                  + " all, so that only the write bits can be changed.")
          .refuses(
              Errno.EPERM,
              "it is not yours, it is neither a container nor its file, or another bit than a write"
                  + " bit would change")
          .example("chmod g+w /dev/container/team /dev/container/team/tasks")
          .build();

  private final ContainerAdmin admin;

  /** A command on these containers. */
  @Activate
  public Chmod(@Reference ContainerAdmin admin) {
    super(MANUAL);
    this.admin = admin;
  }

  @Override
  protected @Nullable Object run(Call call) throws ContainerException, CommandException {
    var words = call.operands();
    var change = ModeChange.parse(words.getFirst());
    boolean recursive = call.has(RECURSIVE);
    for (var word : words.subList(1, words.size())) {
      for (var entry : Entries.at(admin, call.path(word), recursive)) {
        if (entry.writable() || !recursive) {
          admin.changeMode(entry.path(), change.applyAsInt(entry.access().mode()), admin.self());
        }
      }
    }
    return null;
  }
}
