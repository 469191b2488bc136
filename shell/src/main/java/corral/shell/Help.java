package corral.shell;

import static corral.shell.command.CommandException.quoted;

import corral.shell.command.Call;
import corral.shell.command.Command;
import corral.shell.command.CommandException;
import corral.shell.command.Group;
import corral.shell.command.Kind;
import corral.shell.command.Manual;
import corral.shell.command.ManualPage;
import corral.shell.command.Manuals;
import corral.shell.command.Operand;
import corral.shell.command.Overview;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Shows what commands there are, and how one is used. */
@Component(service = Command.class)
@GogoCommand(scope = "corral", function = "help")
public final class Help extends Command {
  private static final Manual MANUAL =
      Manual.of("help", Group.SYSTEM, "shows the commands, or how one is used")
          .takes(Operand.optional("COMMAND", Kind.COMMAND, "the command"))
          .example("help attach")
          .build();

  private final Manuals manuals;

  /** A command on these manuals. */
  @Activate
  public Help(@Reference Manuals manuals) {
    super(MANUAL);
    this.manuals = manuals;
  }

  @Override
  protected Object run(Call call) throws CommandException {
    if (call.operand().isEmpty()) {
      return Overview.of(manuals.all());
    }
    var command = call.operand().get();
    return manuals
        .of(command.substring(command.indexOf(':') + 1))
        .map(ManualPage::of)
        .orElseThrow(() -> new CommandException(quoted(command) + " is not a command of Corral"));
  }
}
