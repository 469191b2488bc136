package corral.shell.console;

import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.felix.gogo.jline.Builtin;
import org.apache.felix.gogo.jline.Converters;
import org.apache.felix.gogo.jline.Posix;
import org.apache.felix.gogo.jline.Procedural;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.apache.felix.service.command.Function;
import org.apache.felix.service.command.Process;
import org.jspecify.annotations.Nullable;
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
    var posix = new ThrowingPosix(processor);
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

  /** Throws what goes wrong, where its base class prints it, and each command in its own way. */
  private static final class ThrowingPosix extends Posix {
    ThrowingPosix(CommandProcessor processor) {
      super(processor);
    }

    @Nullable Object call(CommandSession session, String name, List<Object> words)
        throws Exception {
      var line = Stream.concat(Stream.of(name), words.stream().map(String::valueOf));
      var process = Process.Utils.current();
      try {
        return run(session, process, line.toArray(String[]::new));
      } catch (HelpException help) {
        process.out().println(help.getMessage());
        return null;
      }
    }

    @Override
    protected void cd(CommandSession session, Process process, String[] line) throws Exception {
      var usage =
          new String[] {
            "cd -  change directory", "Usage: cd [DIR]", "  -? --help                    Show help"
          };
      var directories = parseOptions(session, usage, line).args();
      if (directories.size() > 1) {
        throw new IllegalArgumentException("more than one directory");
      }
      var home = directories.isEmpty() ? System.getProperty("user.home") : directories.getFirst();
      var target = session.currentDir().resolve(home).normalize();
      if (!Files.readAttributes(target, BasicFileAttributes.class).isDirectory()) {
        throw new NotDirectoryException(target.toString());
      }
      session.currentDir(target);
    }
  }
}
