package corral.shell.top;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;

/**
 * A terminal that is used for a picture as large as it is, and given back as it was. Thread-safe:
 * the terminal says in a thread of its own that it has another size.
 */
final class FullScreen implements AutoCloseable {
  /** What stands for a key that a terminal is not to have ({@code _POSIX_VDISABLE}). */
  private static final int NO_CHARACTER = 0;

  private final Terminal terminal;
  private final Display display;
  private final Attributes attributes;
  private final Map<Signal, SignalHandler> handlers = new EnumMap<>(Signal.class);
  private Size size = new Size();
  private boolean closed;

  /**
   * Takes the terminal.
   *
   * @param redraw draws again; called by any thread when the terminal has another size or was used
   *     by somebody else
   */
  FullScreen(Terminal terminal, Consumer<FullScreen> redraw) {
    this.terminal = terminal;
    this.display = new Display(terminal, true);
    this.attributes = terminal.getAttributes();
    take();
    // Interrupted by itself it gives the terminal back before anybody else uses it; the shell would
    // not wait for that.
    var thread = Thread.currentThread();
    handle(Signal.INT, _ -> thread.interrupt());
    handle(Signal.WINCH, _ -> redraw.accept(this));
    handle(
        Signal.CONT,
        _ -> {
          retake();
          redraw.accept(this);
        });
    // A job of this shell is a thread, which cannot be stopped while it has the terminal.
    handle(Signal.TSTP, SignalHandler.SIG_IGN);
  }

  /** Whether a terminal can show pictures; one that is a printer at heart cannot. */
  static boolean isPossible(Terminal terminal) {
    return !terminal.getType().startsWith(Terminal.TYPE_DUMB)
        && terminal.getStringCapability(Capability.cursor_address) != null;
  }

  /** Draws what is different from what is there. */
  synchronized void show(List<AttributedString> lines) {
    if (!closed) {
      var now = new Size(width(), height());
      display.resize(now.getRows(), now.getColumns());
      if (!now.equals(size)) {
        // What a terminal makes of its picture when its size changes is its own affair.
        forget();
        size = now;
      }
      // It keeps the list, and takes lines out of it when it scrolls.
      display.update(new ArrayList<>(lines), 0);
    }
  }

  /** Draws everything anew the next time. */
  synchronized void forget() {
    terminal.puts(Capability.clear_screen);
    display.reset();
  }

  int width() {
    return Math.max(1, terminal.getWidth());
  }

  int height() {
    return Math.max(1, terminal.getHeight());
  }

  /** While the process was stopped the shell around it has had the terminal. */
  private synchronized void retake() {
    if (!closed) {
      take();
      forget();
    }
  }

  private void take() {
    terminal.enterRawMode();
    var raw = terminal.getAttributes();
    // Ctrl-Z, which does nothing, is not to be seen either.
    raw.setLocalFlag(LocalFlag.ECHOCTL, false);
    // It would stop the programs that were started from here, too.
    raw.setControlChar(ControlChar.VSUSP, NO_CHARACTER);
    terminal.setAttributes(raw);
    terminal.puts(Capability.enter_ca_mode);
    terminal.puts(Capability.ena_acs);
    terminal.puts(Capability.keypad_xmit);
    terminal.puts(Capability.cursor_invisible);
    terminal.flush();
  }

  private void handle(Signal signal, SignalHandler handler) {
    handlers.put(signal, terminal.handle(signal, handler));
  }

  @Override
  public synchronized void close() {
    closed = true;
    handlers.forEach(terminal::handle);
    try {
      display.update(List.of(), 0);
      terminal.puts(Capability.cursor_normal);
      terminal.puts(Capability.keypad_local);
      terminal.puts(Capability.exit_ca_mode);
      terminal.flush();
    } finally {
      terminal.setAttributes(attributes);
    }
  }
}
