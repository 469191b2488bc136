package corral.shell;

import static corral.shell.command.CommandException.quoted;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.host.Host.LaunchRequest;
import corral.framework.api.host.Launch;
import corral.framework.api.host.NamespaceKind;
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
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  private static final Option UNSHARE =
      Option.taking(
          Operand.one("KINDS", Kind.NAMESPACE_KINDS, "kinds of namespaces with commas between"),
          "begins in namespaces of its own, such as net,uts",
          "-u",
          "--unshare");
  private static final Option BACKGROUND =
      Option.flag("does not wait for its end, but answers its pid", "-b", "--background");

  private static final Manual MANUAL =
      Manual.of("run", Group.TASKS, "starts a process inside containers")
          .knows(CONTAINER)
          .knows(UNSHARE)
          .knows(BACKGROUND)
          .optionsFirst()
          .takes(Operand.one("COMMAND", Kind.PROGRAM, "a program"))
          .takes(Operand.any("WORD", Kind.OTHER, "its arguments"))
          .says(
              "The process is in the containers before it carries out its first instruction. Its"
                  + " input is empty, and what it writes is shown. An exit status other than 0 is"
                  + " an error; Ctrl-C ends the process.")
          .says(
              "KINDS are some of cgroup, ipc, mnt, net, pid, time, user and uts. Where a hierarchy"
                  + " with ns is mounted, the process is in a container of its own there before its"
                  + " first instruction, below the one that it would else be in. With pid the"
                  + " program is a child of the process; with pid and mnt it has a /proc of its"
                  + " own.")
          .says(
              "In the background it runs on while you work. It can be awaited with 'wait' and ended"
                  + " with 'kill', and ends with the shell.")
          .refuses(Errno.ENOENT, "there is no such program or container")
          .refuses(Errno.EACCES, "the program may not be run")
          .refuses(Errno.EPERM, "it may not have namespaces of its own")
          .refuses(Errno.ENOSPC, "the container's cpus or mems are empty")
          .example("run -C /dev/container/Charlie make -j 4")
          .example("run --unshare net,uts hostname")
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

  private Launch launch(Call call) throws ContainerException, CommandException {
    var unshared = unshared(call.arguments().values(UNSHARE));
    var launch = host.get().launch(new LaunchRequest(call.operands(), Map.of(), false, unshared));
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

  private static Set<NamespaceKind> unshared(List<String> lists) throws CommandException {
    var kinds = EnumSet.noneOf(NamespaceKind.class);
    for (var list : lists) {
      for (var word : list.split(",", -1)) {
        var kind = NamespaceKind.of(word);
        kinds.add(kind.orElseThrow(() -> new CommandException(notAKind(word))));
      }
    }
    return kinds;
  }

  private static String notAKind(String word) {
    return quoted(word) + " is not a kind of namespaces (EINVAL)";
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
