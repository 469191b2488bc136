package corral.shell;

import static corral.shell.command.CommandException.quoted;
import static java.util.stream.Collectors.toMap;

import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.admin.Mount;
import corral.framework.api.event.ContainerListener;
import corral.shell.command.Call;
import corral.shell.command.Command;
import corral.shell.command.CommandException;
import corral.shell.command.Group;
import corral.shell.command.Kind;
import corral.shell.command.Manual;
import corral.shell.command.Operand;
import corral.shell.command.Option;
import corral.shell.event.EventFilter;
import corral.shell.event.EventWatch;
import java.util.Optional;
import java.util.function.Function;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Shows what happens, while it happens. */
@Component(service = Command.class)
@GogoCommand(scope = "corral", function = "events")
public final class Events extends Command {
  private static final Option NUMBER =
      Option.taking(
          Operand.one("N", Kind.OTHER, "how many"), "ends after so many events", "-n", "--number");
  private static final Option KIND =
      Option.taking(
          Operand.one("KIND", Kind.EVENT, "which"),
          "shows events of this kind only; can be given more than once",
          "-k",
          "--kind");

  private static final Manual MANUAL =
      Manual.of("events", Group.SYSTEM, "shows what happens to containers, until Ctrl-C")
          .takes(
              Operand.optional(
                  "DIR", Kind.CONTAINER, "a container: shows what happens there and below it"))
          .knows(NUMBER)
          .knows(KIND)
          .says(
              "A KIND is what an event is about (container, task, hierarchy, subsystem) or its name"
                  + " in the list. Forks and exits are not shown.")
          .says(
              "Events that come faster than they can be shown are dropped, and a line says how"
                  + " many. 'cat /proc/containers' shows who else listens, and what was lost.")
          .refuses(Errno.ENOTDIR, "DIR is no container")
          .refuses(Errno.EINVAL, "KIND is no kind of events, or N no number")
          .example("events -k attached /dev/container/Charlie")
          .build();

  private final ContainerAdmin admin;
  private final Function<ContainerListener, Runnable> listen;

  /** A command on what is told to this bundle. */
  @Activate
  public Events(@Reference ContainerAdmin admin, BundleContext context) {
    this(
        admin,
        listener -> context.registerService(ContainerListener.class, listener, null)::unregister);
  }

  /**
   * A command on what is told.
   *
   * @param listen makes a listener hear, and answers with what makes it deaf again
   */
  Events(ContainerAdmin admin, Function<ContainerListener, Runnable> listen) {
    super(MANUAL);
    this.admin = admin;
    this.listen = listen;
  }

  @Override
  protected @Nullable Object run(Call call)
      throws ContainerException, CommandException, InterruptedException {
    var mountPoints =
        admin.mounts().stream()
            .collect(toMap(mount -> mount.hierarchy().id(), Mount::path, (first, _) -> first));
    var watch = new EventWatch(filter(call), mountPoints, number(call), call.session(), call.out());
    var deafen = listen.apply(watch);
    try {
      watch.await();
    } finally {
      deafen.run();
    }
    return null;
  }

  private EventFilter filter(Call call) throws ContainerException, CommandException {
    Optional<Container> container =
        call.operand().isPresent()
            ? Optional.of(admin.container(call.path(call.operand().get())))
            : Optional.empty();
    return new EventFilter(call.arguments().values(KIND), container);
  }

  private static int number(Call call) throws CommandException {
    var text = call.value(NUMBER).orElse(Integer.toString(Integer.MAX_VALUE));
    if (!text.matches("[1-9][0-9]{0,9}") || Long.parseLong(text) > Integer.MAX_VALUE) {
      throw new CommandException(quoted(text) + " is not a number of events (EINVAL)");
    }
    return Integer.parseInt(text);
  }
}
