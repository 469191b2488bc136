package corral.shell.complete;

import corral.shell.command.Manual;
import corral.shell.command.Manuals;
import java.util.List;
import org.apache.felix.gogo.jline.Shell;
import org.apache.felix.service.command.CommandSession;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Completes the options and operands of Corral's commands. Thread-safe. */
@Component
public final class CommandCompleter implements Completer {
  private final Manuals manuals;
  private final Names names;

  /** Completes by these manuals, from these names. */
  @Activate
  public CommandCompleter(@Reference Manuals manuals, @Reference Names names) {
    this.manuals = manuals;
    this.names = names;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    if (line.wordIndex() == 0
        || !(reader.getVariable(Shell.VAR_SESSION) instanceof CommandSession session)) {
      return;
    }
    var words = line.words().subList(0, line.wordIndex());
    var command = words.getFirst();
    var beginning = line.word().substring(0, line.wordCursor());
    var name = command.substring(command.indexOf(':') + 1);
    if (line.wordIndex() == 1) {
      manuals.words(name).forEach(word -> candidates.add(new Candidate(word)));
    }
    manuals
        .of(name)
        .map(manual -> candidates(manual, words, beginning, session.currentDir().toString()))
        .ifPresent(candidates::addAll);
  }

  private List<Candidate> candidates(
      Manual manual, List<String> words, String beginning, String directory) {
    var expected = Expected.after(manual, words.subList(1, words.size()));
    return beginning.startsWith("-") && !expected.options().isEmpty()
        ? expected.options().stream()
            .flatMap(option -> option.names().stream().map(name -> option(name, option.text())))
            .toList()
        : expected.operands().stream()
            .flatMap(operand -> names.of(operand.kind(), beginning, directory).stream())
            .toList();
  }

  private static Candidate option(String name, String text) {
    return new Candidate(name, name, "options", text, null, null, true);
  }
}
