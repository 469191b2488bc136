package corral.shell;

import static java.util.Comparator.comparingInt;

import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.Task;
import corral.framework.api.admin.ContainerAdmin;
import corral.shell.command.Call;
import corral.shell.command.Command;
import corral.shell.command.Group;
import corral.shell.command.Kind;
import corral.shell.command.Manual;
import corral.shell.command.Operand;
import corral.shell.command.Option;
import corral.shell.host.CurrentHost;
import corral.shell.table.Column;
import corral.shell.table.Listing;
import java.util.List;
import java.util.stream.Stream;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Shows tasks with their containers. */
@Component(service = Command.class)
@GogoCommand(scope = "corral", function = "ps")
public final class Ps extends Command {
  private static final Option ALL =
      Option.flag("shows the tasks that are in no container but roots, too", "-a", "--all");
  private static final Option EVENTS =
      Option.flag(
          "shows how many forks and exits the host has told, missed and repaired", "--events");

  private static final Manual MANUAL =
      Manual.of("ps", Group.TASKS, "shows tasks with their containers")
          .form("ps [-a | DIR]")
          .form("ps --events")
          .takes(
              Operand.optional(
                  "DIR", Kind.CONTAINER, "a container whose tasks, and those below it, are shown"))
          .knows(ALL)
          .knows(EVENTS)
          .says(
              "A task is a process. Every task is in one container of each hierarchy; one that is"
                  + " in roots only is of no interest to most and left out.")
          .refuses(Errno.ENOTDIR, "DIR is no container")
          .example("ps /dev/container/Charlie")
          .build();

  private static final List<Column<Row>> COLUMNS =
      List.of(
          Column.number("PID", Row::pid),
          Column.number("PARENT", Row::parent),
          Column.text("COMMAND", Row::command),
          Column.text("CONTAINERS", row -> String.join(" ", row.containers())));

  private static final List<Column<Counter>> COUNTERS =
      List.of(Column.text("EVENT", Counter::event), Column.number("COUNT", Counter::count));

  private final ContainerAdmin admin;
  private final CurrentHost host;

  /** A command on these tasks. */
  @Activate
  public Ps(@Reference ContainerAdmin admin, @Reference CurrentHost host) {
    super(MANUAL);
    this.admin = admin;
    this.host = host;
  }

  /** A task. */
  public record Row(int pid, int parent, String command, List<String> containers) {
    @Override
    public String toString() {
      return Integer.toString(pid);
    }
  }

  /** A figure of the host. */
  public record Counter(String event, long count) {}

  @Override
  protected Object run(Call call) throws ContainerException {
    if (call.has(EVENTS)) {
      return Listing.of(COUNTERS, counters());
    }
    boolean all = call.has(ALL);
    var tasks =
        call.operand().isPresent()
            ? tasksBelow(admin.container(call.path(call.operand().get())))
            : admin.tasks().stream().filter(task -> all || isContained(task));
    var places = new Places(admin);
    return Listing.of(COLUMNS, tasks.map(task -> row(task, places)).toList());
  }

  private List<Counter> counters() throws ContainerException {
    return host.get().counters().entrySet().stream()
        .map(counter -> new Counter(counter.getKey(), counter.getValue()))
        .toList();
  }

  private static Stream<Task> tasksBelow(Container top) {
    return Places.tree(top).stream()
        .flatMap(container -> container.tasks().stream())
        .distinct()
        .sorted(comparingInt(Task::pid));
  }

  private Stream<Container> containers(Task task) {
    return admin.hierarchies().stream().map(task::container);
  }

  private boolean isContained(Task task) {
    return containers(task).anyMatch(container -> container.parent() != null);
  }

  private Row row(Task task, Places places) {
    return new Row(
        task.pid(),
        task.parentPid(),
        host.command(task.pid()),
        containers(task).map(places::of).toList());
  }
}
