package corral.shell.console;

import corral.framework.api.host.Host;
import org.apache.felix.service.command.CommandSession;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** How the dialogue with a person looks: in colour, or plain where colour is not wanted. */
final class Look {
  private static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
  private static final AttributedStyle NAME = PLAIN.foreground(AttributedStyle.GREEN);
  private static final AttributedStyle PATH = PLAIN.foreground(AttributedStyle.BLUE);
  private static final AttributedStyle ERROR = PLAIN.foreground(AttributedStyle.RED);

  private final Terminal terminal;
  private final boolean isColourful;

  /**
   * The look of a dialogue.
   *
   * @param wantsColour whether the person wants colour, where the terminal has it
   */
  Look(Terminal terminal, boolean wantsColour) {
    this.terminal = terminal;
    this.isColourful = wantsColour && !terminal.getType().startsWith(Terminal.TYPE_DUMB);
  }

  /** Whether there is colour. */
  boolean isColourful() {
    return isColourful;
  }

  /** What stands before the line that is typed. */
  String prompt(CommandSession session) {
    return shown(
        new AttributedStringBuilder()
            .styled(NAME, "corral")
            .append(" ")
            .styled(PATH, session.currentDir().toString())
            .append("> ")
            .toAttributedString());
  }

  /** An error. */
  String error(String line) {
    return shown(new AttributedString(line, ERROR));
  }

  /** Where one is, what one may do, and how to go on. */
  String welcome(Host host) {
    return shown(
        new AttributedStringBuilder()
            .styled(NAME, "Corral")
            .append(" on host " + host.name() + ". " + rights(host) + "\n")
            .append("Type help for the commands, Tab to complete a word, exit or Ctrl-D to leave.")
            .toAttributedString());
  }

  private static String rights(Host host) {
    return host.self().uid() == 0
        ? "You are root: you may move any process."
        : "You are not root: you may move your own processes.";
  }

  private String shown(AttributedString text) {
    return isColourful ? text.toAnsi(terminal) : text.toString();
  }
}
