package corral.shell.top;

import corral.figures.api.Survey;
import java.io.IOError;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jline.keymap.BindingReader;
import org.jline.keymap.KeyMap;
import org.jline.reader.EndOfFileException;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.NonBlockingReader;

/**
 * The live view: looks at the containers every so often, and does what keys say meanwhile. Belongs
 * to one thread; the terminal's own thread asks for another drawing when the size has changed, so
 * that what is drawn is guarded by this.
 */
public final class TopScreen {
  /** The shortest interval. */
  public static final Duration SHORTEST = Duration.ofMillis(100);

  /** The longest interval. */
  public static final Duration LONGEST = Duration.ofHours(1);

  private static final String PROMPT =
      "q quit  h help  < > sort  r reverse  ← → fold  v flat  / filter";

  private final Supplier<Survey> surveys;
  private final TopModel model;
  private final Rates rates = new Rates();
  private final TopView view = new TopView();
  private final KeyMap<Consumer<TopScreen>> commands = Keys.commands();
  private final KeyMap<Consumer<TopScreen>> letters = Keys.letters(TopScreen::typeLetter);

  private Status status;
  private Duration wanted;
  private boolean typing;
  private boolean helping;
  private boolean spoiled;
  private boolean over;

  /** What the terminal sent for the key that does something now. */
  private String pressed = "";

  /**
   * A view that has not looked yet.
   *
   * @param surveys looks at the containers
   * @param interval from one look to the next, if looks do not cost too much for that
   */
  public TopScreen(Supplier<Survey> surveys, TopModel model, Duration interval) {
    this.surveys = surveys;
    this.model = model;
    this.wanted = interval;
    this.status = new Status(interval, Duration.ZERO, List.of());
  }

  /** Whether a terminal can show it. */
  public static boolean fits(Terminal terminal) {
    return FullScreen.isPossible(terminal);
  }

  /**
   * Uses a terminal until somebody quits or it is gone, and gives it back.
   *
   * @param looks after how many looks it ends by itself
   */
  public void run(Terminal terminal, long looks) throws InterruptedException {
    var keys = new BindingReader(terminal.reader());
    try (var screen = new FullScreen(terminal, this::draw)) {
      for (long look = 0; look < looks && !over; look++) {
        long start = System.nanoTime();
        look();
        draw(screen);
        while (!over && isPressed(keys, start + status.interval().toNanos())) {
          press(keys);
          draw(screen);
        }
      }
    } catch (EndOfFileException _) {
      // Whoever looked has gone with the terminal.
    } catch (IOError e) {
      if (e.getCause() instanceof InterruptedIOException) {
        throw (InterruptedException) new InterruptedException().initCause(e);
      }
    }
  }

  /** Looks at the containers. */
  void look() {
    var survey = surveys.get();
    synchronized (this) {
      model.show(rates.rows(survey));
      status = new Status(survey.interval(wanted), survey.cost(), Notes.on(survey.absences()));
    }
  }

  /** Whether a key is pressed before a time. */
  private static boolean isPressed(BindingReader keys, long deadlineNanos) {
    long nanos = deadlineNanos - System.nanoTime();
    if (nanos <= 0) {
      return false;
    }
    int next = keys.peekCharacter(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
    if (next == NonBlockingReader.EOF) {
      throw new EndOfFileException();
    }
    return next != NonBlockingReader.READ_EXPIRED;
  }

  private void press(BindingReader keys) {
    var action = keys.readBinding(typing ? letters : commands);
    if (action == null) {
      throw new EndOfFileException();
    }
    press(action, keys.getLastBinding());
  }

  /**
   * Does what a key says.
   *
   * @param sequence what the terminal sent for it
   */
  synchronized void press(Consumer<TopScreen> action, String sequence) {
    if (helping) {
      helping = false;
    } else {
      pressed = sequence;
      action.accept(this);
    }
  }

  private synchronized void draw(FullScreen screen) {
    if (spoiled) {
      spoiled = false;
      screen.forget();
    }
    screen.show(picture(screen.width(), screen.height()));
  }

  /** What is to be seen on a screen of this size. */
  synchronized List<AttributedString> picture(int width, int height) {
    return helping
        ? TopView.page(helpPage(), width, height)
        : view.list(model, status, prompt(), width, height);
  }

  private String prompt() {
    return typing ? "Show only paths with: " + model.filter() + "_" : PROMPT;
  }

  private List<String> helpPage() {
    var page = new ArrayList<>(Keys.help());
    page.add("");
    page.addAll(status.notes());
    return page;
  }

  // What keys do

  void change(Consumer<TopModel> change) {
    change.accept(model);
  }

  /** Looks so many times as often. */
  void hurry(double factor) {
    long nanos = (long) (wanted.toNanos() / factor);
    wanted = Duration.ofNanos(Math.clamp(nanos, SHORTEST.toNanos(), LONGEST.toNanos()));
    status = new Status(wanted, status.cost(), status.notes());
  }

  /** From now on letters are the word that is looked for. */
  void beginFilter() {
    typing = true;
  }

  void typeLetter() {
    if (pressed.codePoints().noneMatch(Character::isISOControl)) {
      model.filter(model.filter() + pressed);
    }
  }

  void eraseLetter() {
    var filter = model.filter();
    if (!filter.isEmpty()) {
      model.filter(filter.substring(0, filter.offsetByCodePoints(filter.length(), -1)));
    }
  }

  void endFilter() {
    typing = false;
  }

  void clearFilter() {
    typing = false;
    model.filter("");
  }

  void help() {
    helping = true;
  }

  /** Draws all anew: somebody else has written to the terminal. */
  void repaint() {
    spoiled = true;
  }

  void quit() {
    over = true;
  }
}
