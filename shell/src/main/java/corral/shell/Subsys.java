package corral.shell;

import static java.util.stream.Collectors.joining;

import corral.framework.api.ContainerSubsystem.Enforcement;
import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.admin.SubsystemReport;
import corral.shell.command.Call;
import corral.shell.command.Command;
import corral.shell.command.Group;
import corral.shell.command.Manual;
import corral.shell.table.Column;
import corral.shell.table.Listing;
import java.util.List;
import java.util.Locale;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Shows how every subsystem stands. */
@Component(service = Command.class)
@GogoCommand(scope = "corral", function = "subsys")
public final class Subsys extends Command {
  private static final Manual MANUAL =
      Manual.of("subsys", Group.SYSTEM, "shows subsystems: what they are bound to and enforce")
          .says(
              "A subsystem is bound to a hierarchy; unbound, and free for the next mount; awaited,"
                  + " where its bundle has gone and a hierarchy keeps its place; or refused.")
          .says(
              "What a subsystem promises is enforced on the live processes, or only kept in its"
                  + " books where the host cannot; 'why NAME' says what is missing.")
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
  protected Object run(Call call) {
    return Listing.of(COLUMNS, admin.subsystems().stream().map(Row::of).toList());
  }
}
