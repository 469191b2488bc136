package corral.shell.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.felix.gogo.jline.Builtin;
import org.apache.felix.gogo.jline.Converters;
import org.apache.felix.gogo.jline.Procedural;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.Converter;
import org.apache.felix.service.command.Function;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Offers the commands of gogo.jline, whose own activator would start a shell of its own with them.
 */
@Component(service = GogoCommands.class, immediate = true)
public final class GogoCommands {
  private static final List<String> LANGUAGE =
      List.of("each", "if", "not", "throw", "try", "until", "while", "break", "continue");
  private static final List<String> SESSION =
      List.of(
          "format",
          "getopt",
          "new",
          "set",
          "tac",
          "type",
          "jobs",
          "fg",
          "bg",
          "keymap",
          "setopt",
          "unsetopt",
          "history",
          "widget");
  private static final List<String> FILES =
      List.of(
          "cat", "echo", "grep", "sort", "sleep", "cd", "pwd", "ls", "less", "watch", "nano",
          "head", "tail", "clear", "wc", "date");

  private final List<ServiceRegistration<?>> registrations = new ArrayList<>();

  /** Offers the commands. */
  @Activate
  public GogoCommands(BundleContext context, @Reference CommandProcessor processor) {
    var system = context.getBundle(0).getBundleContext();
    registrations.add(context.registerService(Converter.class, new Converters(system), null));
    offer(context, new Procedural(), LANGUAGE);
    offer(context, new Builtin(), SESSION);
    var posix = new FileCommands(processor);
    for (var name : FILES) {
      Function command = (session, words) -> posix.call(session, name, words);
      offer(context, command, List.of(name));
    }
  }

  @Deactivate
  void withdraw() {
    registrations.forEach(ServiceRegistration::unregister);
  }

  private void offer(BundleContext context, Object commands, List<String> names) {
    var properties =
        FrameworkUtil.asDictionary(
            Map.of(
                CommandProcessor.COMMAND_SCOPE,
                "gogo",
                CommandProcessor.COMMAND_FUNCTION,
                names.toArray(String[]::new)));
    registrations.add(context.registerService(Object.class, commands, properties));
  }
}
