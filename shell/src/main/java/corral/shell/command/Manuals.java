package corral.shell.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The manuals of the commands that there are now. They are asked for anew each time, for a
 * reference to all commands would include the commands that refer to this. Thread-safe.
 */
@Component(service = Manuals.class)
public final class Manuals {
  private final BundleContext context;

  /** The manuals of the commands that this bundle can see. */
  @Activate
  public Manuals(BundleContext context) {
    this.context = context;
  }

  /** All manuals, by no order. */
  public List<Manual> all() {
    try {
      var manuals = new ArrayList<Manual>();
      for (var reference : context.getServiceReferences(Command.class, null)) {
        manual(reference).ifPresent(manuals::add);
      }
      return manuals;
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The manual of a command. */
  public Optional<Manual> of(String command) {
    return all().stream().filter(manual -> manual.name().equals(command)).findFirst();
  }

  private Optional<Manual> manual(ServiceReference<Command> reference) {
    var command = context.getService(reference);
    try {
      return Optional.ofNullable(command).map(Command::manual);
    } finally {
      context.ungetService(reference);
    }
  }
}
