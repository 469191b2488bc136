package corral.shell.console;

import static corral.shell.command.CommandException.quoted;

import corral.shell.command.Call;
import corral.shell.command.Command;
import corral.shell.command.CommandException;
import corral.shell.command.Group;
import corral.shell.command.Kind;
import corral.shell.command.Manual;
import corral.shell.command.Operand;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Component;

/** Leaves the session. */
@Component(service = Command.class)
@GogoCommand(
    scope = "corral",
    function = {"exit", "quit"})
public final class Exit extends Command {
  private static final int HIGHEST = 255;
  private static final Manual MANUAL =
      Manual.of("exit", Group.SYSTEM, "leaves Corral; so does quit")
          .takes(Operand.optional("STATUS", Kind.OTHER, "the exit status, 0 to 255; 0 if left out"))
          .example("exit 3")
          .build();

  /** A command to leave with. */
  public Exit() {
    super(MANUAL);
  }

  @Override
  protected Object run(Call call) throws CommandException, Leave {
    throw new Leave(call.operand().isEmpty() ? 0 : status(call.operand().get()));
  }

  private static int status(String text) throws CommandException {
    try {
      int status = Integer.parseInt(text);
      if (status >= 0 && status <= HIGHEST) {
        return status;
      }
    } catch (NumberFormatException _) {
      // Told below, as a number out of range is.
    }
    throw new CommandException(quoted(text) + " is no status from 0 to " + HIGHEST);
  }
}
