package corral.shell.why;

import static corral.shell.command.CommandException.quoted;

import corral.shell.command.CommandException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The bundles of the framework by what persons call them. Thread-safe. */
@Component(service = Bundles.class)
public final class Bundles {
  private final BundleContext context;

  /** The bundles of this framework. */
  @Activate
  public Bundles(BundleContext context) {
    this.context = context;
  }

  /** All bundles that have a name, in the order of their installation. */
  public List<Bundle> all() {
    return Stream.of(context.getBundles())
        .filter(bundle -> bundle.getSymbolicName() != null)
        .toList();
  }

  /** The bundle with this symbolic name or number; of several versions, the latest. */
  public Optional<Bundle> find(String name) {
    return named(name).max((a, b) -> a.getVersion().compareTo(b.getVersion()));
  }

  /**
   * The bundle with this symbolic name or number.
   *
   * @throws CommandException if there is none
   */
  public Bundle get(String name) throws CommandException {
    return find(name)
        .orElseThrow(() -> new CommandException(quoted(name) + " is not a bundle (ENOENT)"));
  }

  private Stream<Bundle> named(String name) {
    return all().stream()
        .filter(
            bundle ->
                name.equals(bundle.getSymbolicName())
                    || name.equals(Long.toString(bundle.getBundleId())));
  }
}
