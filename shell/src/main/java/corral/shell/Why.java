package corral.shell;

import static corral.shell.command.CommandException.quoted;

import corral.shell.command.Call;
import corral.shell.command.Command;
import corral.shell.command.CommandException;
import corral.shell.command.Group;
import corral.shell.command.Kind;
import corral.shell.command.Manual;
import corral.shell.command.Operand;
import corral.shell.why.Reasons;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Says why something is not at work. */
@Component(service = Command.class)
@GogoCommand(scope = "corral", function = "why")
public final class Why extends Command {
  private static final Manual MANUAL =
      Manual.of("why", Group.SYSTEM, "says why something is not active or not enforced")
          .takes(Operand.one("NAME", Kind.PART, "a subsystem, a bundle or a component"))
          .example("why cpuset")
          .example("why host.linux")
          .build();

  private final Reasons reasons;

  /** A command that gives these reasons. */
  @Activate
  public Why(@Reference Reasons reasons) {
    super(MANUAL);
    this.reasons = reasons;
  }

  @Override
  protected Object run(Call call) throws CommandException {
    var name = call.operands().getFirst();
    return reasons
        .of(name)
        .orElseThrow(
            () ->
                new CommandException(
                    quoted(name) + " is not a subsystem, bundle or component (ENOENT)"));
  }
}
