package corral.shell;

import static corral.shell.command.CommandException.quoted;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.host.Host.LaunchRequest;
import corral.framework.api.host.Launch;
import corral.shell.command.Call;
import corral.shell.command.Command;
import corral.shell.command.CommandException;
import corral.shell.command.Group;
import corral.shell.command.Kind;
import corral.shell.command.Manual;
import corral.shell.command.Operand;
import corral.shell.command.Option;
import corral.shell.host.CurrentHost;
import corral.shell.host.LaunchedProcess;
import corral.shell.host.Launches;
import java.util.Map;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Starts a process inside containers. */
@Component(service = Command.class)
@GogoCommand(scope = "corral", function = "run")
public final class Run extends Command {
  private static final Option CONTAINER =
      Option.taking(
          Operand.one("DIR", Kind.CONTAINER, "a container"),
          "the container it begins in; once for each hierarchy. Without it, that of Corral",
          "-C",
          "--container");
  private static final Option BACKGROUND =
      Option.flag("does not wait for its end, but answers its pid", "-b", "--background");

  private static final Manual MANUAL =
      Manual.of("run", Group.TASKS, "starts a process inside containers")
          .knows(CONTAINER)
          .knows(BACKGROUND)
          .optionsFirst()
          .takes(Operand.one("COMMAND", Kind.PROGRAM, "a program"))
          .takes(Operand.any("WORD", Kind.OTHER, "its arguments"))
          .says(
              "The process is in the containers before it carries out its first instruction. Its"
                  + " input is empty, and what it writes is shown. An exit status other than 0 is"
                  + " an error; Ctrl-C ends the process.")
          .says(
              "In the background it runs on while you work. It can be awaited with 'wait' and ended"
                  + " with 'kill', and ends with the shell.")
          .refuses(Errno.ENOENT, "there is no such program or container")
          .refuses(Errno.EACCES, "the program may not be run")
          .refuses(Errno.ENOSPC, "the container's cpus or mems are empty")
          .example("run -C /dev/container/Charlie make -j 4")
          .example("pid = (run -b -C Charlie sleep 100)")
          .build();

  private final ContainerAdmin admin;
  private final CurrentHost host;
  private final Launches launches;

  /** A command that starts processes of this host. */
  @Activate
  public Run(
      @Reference ContainerAdmin admin, @Reference CurrentHost host, @Reference Launches launches) {
    super(MANUAL);
    this.admin = admin;
    this.host = host;
    this.launches = launches;
  }

  @Override
  protected @Nullable Object run(Call call)
      throws ContainerException, CommandException, InterruptedException {
    var launch = launch(call);
    var command = String.join(" ", call.operands());
    if (call.has(BACKGROUND)) {
      return launches.add(launch, command, call.session().getConsole()).pid();
    }
    foreground(LaunchedProcess.go(launch, command, call.out()));
    return null;
  }

  private Launch launch(Call call) throws ContainerException {
    var launch = host.get().launch(new LaunchRequest(call.operands(), Map.of(), false));
    boolean contained = false;
    try {
      for (var container : call.arguments().values(CONTAINER)) {
        admin.attach(launch.pid(), call.path(container), admin.self());
      }
      contained = true;
    } finally {
      if (!contained) {
        launch.close();
      }
    }
    return launch;
  }

  private static void foreground(LaunchedProcess process)
      throws CommandException, InterruptedException {
    try {
      int status = process.await();
      if (status != 0 && !process.isUnheard()) {
        throw new CommandException(
            quoted(process.command()) + " " + LaunchedProcess.meaning(status));
      }
    } finally {
      process.end();
    }
  }
}
