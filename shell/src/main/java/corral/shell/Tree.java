package corral.shell;

import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.Hierarchy;
import corral.framework.api.Task;
import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.admin.Entry;
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
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Draws the containers below a directory. */
@Component(service = Command.class)
@GogoCommand(scope = "corral", function = "tree")
public final class Tree extends Command {
  private static final Option TASKS = Option.flag("shows the tasks, too", "-t", "--tasks");

  private static final Manual MANUAL =
      Manual.of("tree", Group.CONTAINERS, "draws containers with the number of their tasks")
          .takes(Operand.optional("DIR", Kind.CONTAINER, "the top; without it, every hierarchy"))
          .knows(TASKS)
          .says("A root has every task that is nowhere else: 'ps -a' shows them.")
          .refuses(Errno.ENOTDIR, "DIR is no directory")
          .example("tree -t /dev/container/Charlie")
          .build();

  private static final List<Column<TreeDrawing.Line>> COLUMNS =
      List.of(
          Column.text("CONTAINER", TreeDrawing.Line::drawing).plainly(TreeDrawing.Line::path),
          new Column<>("TASKS", true, TreeDrawing.Line::tasks, TreeDrawing.Line::tasks));

  private final ContainerAdmin admin;
  private final CurrentHost host;

  /** A command on these containers. */
  @Activate
  public Tree(@Reference ContainerAdmin admin, @Reference CurrentHost host) {
    super(MANUAL);
    this.admin = admin;
    this.host = host;
  }

  @Override
  protected Object run(Call call) throws ContainerException {
    var tops = call.operand().isPresent() ? tops(call.path(call.operand().get())) : roots();
    var drawing =
        new TreeDrawing(new Places(admin), call.has(TASKS) ? this::tasks : _ -> List.of());
    tops.forEach(drawing::add);
    return Listing.of(COLUMNS, drawing.lines());
  }

  private List<String> tasks(Container container) {
    return container.parent() == null
        ? List.of()
        : container.tasks().stream().map(this::label).toList();
  }

  private List<Container> roots() {
    return admin.hierarchies().stream().map(Hierarchy::root).toList();
  }

  /** The container of that path or, if it is a directory above mounts, what is mounted there. */
  private List<Container> tops(String path) throws ContainerException {
    var entry = admin.entry(path);
    if (entry.kind() != Entry.Kind.DIRECTORY) {
      return List.of(admin.container(path));
    }
    var above = entry.path().equals("/") ? "/" : entry.path() + "/";
    return admin.mounts().stream()
        .filter(mount -> mount.path().startsWith(above))
        .map(mount -> mount.hierarchy().root())
        .distinct()
        .toList();
  }

  private String label(Task task) {
    return task.pid() + " " + host.command(task.pid());
  }
}
