package corral.shell;

import static java.util.stream.Collectors.joining;

import corral.framework.api.ContainerException;
import corral.framework.api.ContainerSubsystem.Enforcement;
import corral.framework.api.Errno;
import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.admin.SubsystemReport;
import corral.shell.command.Call;
import corral.shell.command.Command;
import corral.shell.command.CommandException;
import corral.shell.command.Group;
import corral.shell.command.Kind;
import corral.shell.command.Manual;
import corral.shell.command.Operand;
import corral.shell.table.Column;
import corral.shell.table.Listing;
import java.util.List;
import java.util.Locale;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Shows how every subsystem stands, and takes them from hierarchy to hierarchy. */
@Component(service = Command.class)
@GogoCommand(scope = "corral", function = "subsys")
public final class Subsys extends Command {
  private static final Manual MANUAL =
      Manual.of("subsys", Group.SYSTEM, "shows subsystems: what they are bound to and enforce")
          .form("subsys")
          .form("subsys bind NAME DIR")
          .form("subsys unbind NAME")
          .takes(Operand.optional("ACTION", Kind.SUBSYSTEM_ACTION, "bind or unbind"))
          .takes(Operand.optional("NAME", Kind.SUBSYSTEM, "the subsystem"))
          .takes(Operand.optional("DIR", Kind.CONTAINER, "a directory of the hierarchy"))
          .says(
              "A subsystem is bound to a hierarchy; unbound, and free for the next mount; awaited,"
                  + " where its bundle has gone and a hierarchy keeps its place; or refused.")
          .says(
              "What a subsystem promises is enforced on the live processes, or only kept in its"
                  + " books where the host cannot; 'why NAME' says what is missing.")
          .says(
              "Binding takes a subsystem into a hierarchy with all the containers and tasks that"
                  + " are there, or, if it refuses one of them, not at all. Unbinding takes it out"
                  + " again, with its files and settings; a hierarchy that waits for it then waits"
                  + " no more.")
          .refuses(Errno.EBUSY, "it is in another hierarchy, or somebody holds its state")
          .refuses(Errno.EINVAL, "what is to be unbound is in no hierarchy")
          .example("subsys bind cpuacct /dev/container")
          .build();

  private static final List<Column<Row>> COLUMNS =
      List.of(
          Column.text("SUBSYSTEM", Row::name),
          Column.text("STATE", Row::state),
          new Column<>("HIERARCHY", true, Row::hierarchy, Row::hierarchy),
          Column.text("MOUNTED AT", Row::mounts),
          Column.text("ENFORCES", Row::enforces),
          Column.text("CANNOT ENFORCE", Row::cannot));

  private final ContainerAdmin admin;

  /** A command on these subsystems. */
  @Activate
  public Subsys(@Reference ContainerAdmin admin) {
    super(MANUAL);
    this.admin = admin;
  }

  /** A subsystem. */
  public record Row(
      String name, String state, String hierarchy, String mounts, String enforces, String cannot) {
    private static Row of(SubsystemReport report) {
      return new Row(
          report.name(),
          report.state().name().toLowerCase(Locale.ROOT),
          report.hierarchy() == 0 ? "" : Integer.toString(report.hierarchy()),
          String.join(" ", report.mounts()),
          promises(report, true),
          promises(report, false));
    }

    private static String promises(SubsystemReport report, boolean enforced) {
      return report.enforcement().stream()
          .filter(enforcement -> enforcement.enforced() == enforced)
          .map(Enforcement::what)
          .collect(joining(", "));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  @Override
  protected @Nullable Object run(Call call) throws CommandException, ContainerException {
    var words = call.operands();
    if (words.isEmpty()) {
      return Listing.of(COLUMNS, admin.subsystems().stream().map(Row::of).toList());
    }
    switch (words.getFirst() + " " + words.size()) {
      case "bind 3" -> admin.bind(words.get(1), call.path(words.get(2)), admin.self());
      case "unbind 2" -> admin.unbind(words.get(1), admin.self());
      default -> throw new CommandException("usage: " + String.join(" | ", manual().forms()));
    }
    return null;
  }
}
