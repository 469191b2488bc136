package corral.shell.console;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.felix.gogo.jline.Shell;
import org.apache.felix.service.command.CommandSession;
import org.jline.builtins.Completers.FileNameCompleter;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/**
 * Completes the first word of a statement to a command, a word with a dollar sign to a variable,
 * and any other by the completers that bundles offer; where none of them knows an answer, to a
 * file.
 */
final class LineCompleter implements Completer {
  private static final Logger LOG = System.getLogger(LineCompleter.class.getName());

  private final CommandSession session;
  private final Supplier<List<Completer>> offered;
  private final Completer files = new FilesOfSession();
  private final Completer directories = new DirectoriesOfSession();

  LineCompleter(CommandSession session, Supplier<List<Completer>> offered) {
    this.session = session;
    this.offered = offered;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    try {
      if (line.word().startsWith("$")) {
        variables(candidates);
      } else if (line.wordIndex() == 0) {
        commands(line.word().contains(":"), candidates);
      } else {
        words(reader, line, candidates);
      }
    } catch (RuntimeException e) {
      LOG.log(Level.INFO, "no completion for " + line.line(), e);
    }
  }

  private void words(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    for (var completer : offered.get()) {
      completer.complete(reader, line, candidates);
    }
    if (candidates.isEmpty()) {
      var paths = line.words().getFirst().equals("cd") ? directories : files;
      paths.complete(reader, line, candidates);
    }
  }

  /** Commands by their scopes, unless the person has typed one. */
  private void commands(boolean withScope, List<Candidate> candidates) {
    for (var command : Shell.getCommands(session)) {
      int colon = command.indexOf(':');
      var name = withScope ? command : command.substring(colon + 1);
      var scope = command.substring(0, colon);
      candidates.add(new Candidate(name, name, scope, null, null, null, true));
    }
  }

  private void variables(List<Candidate> candidates) {
    var names = (Set<?>) session.get(".variables");
    names.stream()
        .map(String::valueOf)
        .map(name -> name.startsWith("#") ? name.substring(1) : name)
        .filter(name -> Character.isLetter(name.charAt(0)))
        .map(name -> new Candidate("$" + name))
        .forEach(candidates::add);
  }

  private final class FilesOfSession extends FileNameCompleter {
    @Override
    protected Path getUserDir() {
      return session.currentDir();
    }
  }

  private final class DirectoriesOfSession extends FileNameCompleter {
    @Override
    protected Path getUserDir() {
      return session.currentDir();
    }

    @Override
    protected boolean accept(Path path) {
      return Files.isDirectory(path) && super.accept(path);
    }
  }
}
