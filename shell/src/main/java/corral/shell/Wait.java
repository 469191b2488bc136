package corral.shell;

import corral.shell.command.Call;
import corral.shell.command.Command;
import corral.shell.command.CommandException;
import corral.shell.command.Group;
import corral.shell.command.Kind;
import corral.shell.command.Manual;
import corral.shell.command.Operand;
import corral.shell.host.LaunchedProcess;
import corral.shell.host.Launches;
import corral.shell.table.Column;
import corral.shell.table.Listing;
import java.util.ArrayList;
import java.util.List;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Awaits the end of background processes. */
@Component(service = Command.class)
@GogoCommand(scope = "corral", function = "wait")
public final class Wait extends Command {
  private static final Manual MANUAL =
      Manual.of("wait", Group.TASKS, "awaits the end of background processes")
          .takes(
              Operand.any(
                  "PID", Kind.LAUNCHED, "a process that 'run -b' has started; without it, all"))
          .says(
              "Shows how each ended; a status over 128 is a signal's number plus 128. Ctrl-C ends"
                  + " the waiting and not the processes.")
          .example("wait $pid")
          .build();

  private static final List<Column<Row>> COLUMNS =
      List.of(
          Column.number("PID", Row::pid),
          Column.number("STATUS", Row::status),
          Column.text("COMMAND", Row::command));

  private final Launches launches;

  /** A command on these processes. */
  @Activate
  public Wait(@Reference Launches launches) {
    super(MANUAL);
    this.launches = launches;
  }

  /** A process that has ended. */
  public record Row(int pid, int status, String command) {
    @Override
    public String toString() {
      return Integer.toString(pid);
    }
  }

  @Override
  protected Object run(Call call) throws CommandException, InterruptedException {
    var processes = call.operands().isEmpty() ? launches.all() : named(call.operands());
    var rows = new ArrayList<Row>();
    for (var process : processes) {
      rows.add(new Row(process.pid(), process.await(), process.command()));
    }
    processes.forEach(launches::forget);
    return Listing.of(COLUMNS, rows);
  }

  private List<LaunchedProcess> named(List<String> pids) throws CommandException {
    var processes = new ArrayList<LaunchedProcess>();
    for (var pid : pids) {
      processes.add(launches.get(Call.pid(pid)));
    }
    return processes;
  }
}
