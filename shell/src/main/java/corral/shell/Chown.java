package corral.shell;

import static corral.shell.command.CommandException.quoted;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.host.Accounts;
import corral.framework.api.host.Host;
import corral.shell.command.Call;
import corral.shell.command.Command;
import corral.shell.command.CommandException;
import corral.shell.command.Group;
import corral.shell.command.Kind;
import corral.shell.command.Manual;
import corral.shell.command.Operand;
import corral.shell.command.Option;
import corral.shell.host.CurrentHost;
import java.util.OptionalInt;
import java.util.function.Function;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Gives containers and control files to users. */
@Component(service = Command.class)
@GogoCommand(scope = "corral", function = "chown")
public final class Chown extends Command {
  private static final Option RECURSIVE =
      Option.flag("goes through everything below as well", "-R", "--recursive");

  private static final Manual MANUAL =
      Manual.of("chown", Group.CONTAINERS, "gives containers to users")
          .form("chown [-R] USER[:GROUP] PATH...")
          .form("chown [-R] :GROUP PATH...")
          .takes(Operand.one("OWNER", Kind.OTHER, "names or numbers of a user and a group"))
          .takes(Operand.some("PATH", Kind.ENTRY, "a container, or one of its files"))
          .knows(RECURSIVE)
          .says(
              "A container takes tasks and cgroup.procs along and no other file. Its owner may make"
                  + " and remove containers below, which are his with all their files, and move his"
                  + " own processes within; the limits of what he was given stay with its maker.")
          .refuses(Errno.EPERM, "you are not root; or PATH is neither a container nor its file")
          .example("chown alice /dev/container/alice")
          .example("chown -R 1000:100 /dev/container/alice")
          .build();

  private final ContainerAdmin admin;
  private final CurrentHost host;

  /** A command on these containers; the host knows who is who. */
  @Activate
  public Chown(@Reference ContainerAdmin admin, @Reference CurrentHost host) {
    super(MANUAL);
    this.admin = admin;
    this.host = host;
  }

  @Override
  protected @Nullable Object run(Call call) throws ContainerException, CommandException {
    var words = call.operands();
    var accounts = host.find().map(Host::accounts).orElse(Accounts.NONE);
    var owner = words.getFirst();
    int colon = owner.indexOf(':');
    int uid =
        colon == 0
            ? ContainerAdmin.UNCHANGED
            : id(colon < 0 ? owner : owner.substring(0, colon), accounts::uid, "user");
    int gid =
        colon < 0
            ? ContainerAdmin.UNCHANGED
            : id(owner.substring(colon + 1), accounts::gid, "group");
    for (var word : words.subList(1, words.size())) {
      for (var entry : Entries.at(admin, call.path(word), call.has(RECURSIVE))) {
        admin.changeOwner(entry.path(), uid, gid, admin.self());
      }
    }
    return null;
  }

  /** A name comes before a number, as in chown(1). */
  private static int id(String text, Function<String, OptionalInt> known, String what)
      throws CommandException {
    var named = known.apply(text);
    if (named.isPresent()) {
      return named.getAsInt();
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Told below, as a negative number is.
    }
    throw new CommandException(quoted(text) + " is no " + what + " of this host (EINVAL)");
  }
}
