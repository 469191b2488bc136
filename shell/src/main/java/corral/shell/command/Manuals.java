package corral.shell.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.felix.service.command.CommandProcessor;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
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
  /** Commands of other bundles that are described as any service can be. */
  private static final String DESCRIBED =
      "(&(%s=*)(%s=*))".formatted(CommandProcessor.COMMAND_FUNCTION, Constants.SERVICE_DESCRIPTION);

  private static final String WORDS = "corral.command.words";

  private final BundleContext context;

  /** The manuals of the commands that this bundle can see. */
  @Activate
  public Manuals(BundleContext context) {
    this.context = context;
  }

  /** All manuals, by no order; what other bundles describe in a line has that line for one. */
  public List<Manual> all() {
    try {
      var manuals = new ArrayList<Manual>();
      for (var reference : context.getServiceReferences(Command.class, null)) {
        manual(reference).ifPresent(manuals::add);
      }
      ServiceReference<?> @Nullable [] others = context.getAllServiceReferences(null, DESCRIBED);
      Stream.ofNullable(others)
          .flatMap(Stream::of)
          .forEach(other -> line(other).ifPresent(manuals::add));
      return manuals;
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The description of a service is that of a command if it offers one and not many. */
  private static Optional<Manual> line(ServiceReference<?> reference) {
    var summary = String.valueOf(reference.getProperty(Constants.SERVICE_DESCRIPTION));
    return reference.getProperty(CommandProcessor.COMMAND_FUNCTION) instanceof String name
        ? Optional.of(Manual.of(name, Group.OTHERS, summary).form(name + " [WORD...]").build())
        : Optional.empty();
  }

  /**
   * The words that can come first after a command of another bundle: what its service has as {@code
   * corral.command.words}.
   */
  public List<String> words(String command) {
    try {
      var offering =
          "(&(%s=%s)(%s=*))".formatted(CommandProcessor.COMMAND_FUNCTION, command, WORDS);
      ServiceReference<?> @Nullable [] found = context.getAllServiceReferences(null, offering);
      return Stream.ofNullable(found)
          .flatMap(Stream::of)
          .flatMap(reference -> Stream.of((String[]) reference.getProperty(WORDS)))
          .toList();
    } catch (InvalidSyntaxException e) {
      // That is no name of a command.
      return List.of();
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
