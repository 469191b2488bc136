package corral.shell;

import corral.shell.command.Call;
import corral.shell.command.Command;
import corral.shell.command.CommandException;
import corral.shell.command.Group;
import corral.shell.command.Kind;
import corral.shell.command.Manual;
import corral.shell.command.Operand;
import corral.shell.why.Bundles;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Stops bundles by their names. */
@Component(service = Command.class)
@GogoCommand(scope = "corral", function = "stop")
public final class Stop extends Command {
  private static final Manual MANUAL =
      Manual.of("stop", Group.SYSTEM, "stops bundles")
          .takes(Operand.some("BUNDLE", Kind.BUNDLE, "a bundle's symbolic name or number"))
          .says(
              "The files of a subsystem disappear; its hierarchy keeps its place until it comes"
                  + " back.")
          .example("stop subsys.cpuacct")
          .build();

  private final Bundles bundles;

  /** A command on these bundles. */
  @Activate
  public Stop(@Reference Bundles bundles) {
    super(MANUAL);
    this.bundles = bundles;
  }

  @Override
  protected @Nullable Object run(Call call) throws CommandException {
    for (var name : call.operands()) {
      try {
        bundles.get(name).stop();
      } catch (BundleException e) {
        throw new CommandException(name + ": " + e.getMessage());
      }
    }
    return null;
  }
}
