package corral.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.shell.top.Field;
import corral.shell.top.TopModel;
import corral.shell.top.TopScreen;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.felix.gogo.jline.Shell;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal.Signal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopTest {
  private static final int PID = 7;
  private static final String VISIBLE_CURSOR = "25h";
  private static final String LEAVE_SCREEN = "\033[?1049l";

  private final TestShell shell;

  TopTest() throws Exception {
    shell = new TestShell();
  }

  @BeforeEach
  void mount() throws Exception {
    shell.engine.mount("none,name=jobs", "/jobs", shell.host.self());
    shell.engine.makeContainer("/jobs/a", shell.host.self());
    shell.engine.makeContainer("/jobs/a/b", shell.host.self());
    shell.host.fork(FakeHost.SELF, PID, "sleep");
    shell.engine.attach(PID, "/jobs/a/b", shell.host.self());
  }

  @AfterEach
  void close() {
    shell.close();
  }

  @Test
  void printsTables() throws Exception {
    var table =
        """
        CONTAINER  TASKS  RUN  BLK  UNI  SLP  STP  CPU%  LOAD  MEM  FILES  HITS
        /jobs/a        1    -    -    -    -    -     -     -    -      -     -
        └─b            1    -    -    -    -    -     -     -    -      -     -
        """;
    var notes =
        """
        top: RUN, BLK, UNI, SLP, STP, LOAD in /jobs: no bundle tells what tasks do
        top: CPU% in /jobs: there is no subsystem cpuacct
        top: MEM, FILES, HITS in /jobs: there is no subsystem beancounter
        """;
    assertEquals(table + notes + "\n" + table, shell.type("top -b -n 2 -d 0.1 /jobs/a"));
  }

  @Test
  void printsFieldsForPrograms() throws Exception {
    assertEquals(
        "/jobs/a\t1\t-\t-\t-\t-\t-\t-\t-\t-\t-\t-",
        shell
            .type("top -b -n 1 -f -s container | copy")
            .lines()
            .filter(line -> line.startsWith("/jobs/a\t"))
            .findFirst()
            .orElseThrow());
  }

  @Test
  void endsWithItsReader() throws Exception {
    assertTrue(shell.type("top -b -d 0.1 | first").contains("CONTAINER\tTASKS\t"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "top -n 0 | '0' is not a number of looks (EINVAL)",
        "top -d 0.05 | '0.05' is not a number of seconds from 0.1 to 3600 (EINVAL)",
        "top -d 3601 | '3601' is not a number of seconds from 0.1 to 3600 (EINVAL)",
        "top -d x | 'x' is not a number of seconds from 0.1 to 3600 (EINVAL)",
        "top /jobs/tasks | /jobs/tasks: Not a directory (ENOTDIR)",
        "top /x | /x: No such file or directory (ENOENT)",
        "top -s x | 'x' is none of container, tasks, running, blocked, uninterruptible, sleeping,"
            + " stopped, cpu, load, memory, files, hits (EINVAL)"
      })
  void saysWhatIsWrong(String line, String message) {
    assertEquals(message, shell.refusal(line));
  }

  /** What a command does at a terminal. */
  private final class Live implements AutoCloseable {
    final TestTerminal terminal;
    final Attributes before;
    final CompletableFuture<Optional<Throwable>> end = new CompletableFuture<>();

    Live(String type, String line) throws Exception {
      terminal = new TestTerminal(type, new Size(80, 24));
      before = terminal.getAttributes();
      shell.session.put(Shell.VAR_TERMINAL, terminal);
      Thread.ofPlatform()
          .start(
              () -> {
                try {
                  shell.session.execute(line);
                  end.complete(Optional.empty());
                } catch (Throwable e) {
                  end.complete(Optional.of(e));
                }
              });
    }

    Optional<Throwable> end() throws Exception {
      return end.get(1, TimeUnit.MINUTES);
    }

    void assertGivenBack() {
      assertEquals(before.toString(), terminal.getAttributes().toString());
      var shown = terminal.shown();
      assertTrue(shown.lastIndexOf(VISIBLE_CURSOR) > shown.lastIndexOf("q quit"), shown);
      assertTrue(shown.lastIndexOf(LEAVE_SCREEN) > shown.lastIndexOf("q quit"), shown);
    }

    @Override
    public void close() throws IOException {
      terminal.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"xterm", "screen", "xterm-256color", "screen-256color"})
  void usesATerminalAndGivesItBack(String type) throws Exception {
    try (var live = new Live(type, "top")) {
      live.terminal.await("q quit");
      live.terminal.type("q");
      assertEquals(Optional.empty(), live.end());
      assertTrue(live.terminal.shown().contains("/jobs"));
      live.assertGivenBack();
    }
  }

  @Test
  void drawsOnlyWhatHasChanged() throws Exception {
    try (var live = new Live("xterm", "top -d 3600")) {
      live.terminal.await("q quit");
      live.terminal.type("r");
      live.terminal.await("reversed");
      var shown = live.terminal.shown();
      var change = shown.substring(shown.indexOf("q quit"));
      assertFalse(change.contains("CONTAINER"), change);
      assertTrue(change.length() < 200, change);
      live.terminal.type("q");
      live.end();
    }
  }

  /** JLine scrolls a terminal that can, and changes the lists of lines that it was given. */
  @Test
  void movesLinesThatAreElsewhereNow() throws Exception {
    try (var live = new Live("screen", "top -d 3600")) {
      live.terminal.await("q quit");
      for (var word : List.of("b", "nothing", "\b\b\b\b\b\b\ba")) {
        live.terminal.type("/" + word + "\r\033[A\f");
      }
      live.terminal.type("aavv");
      live.terminal.type("q");
      assertEquals(Optional.empty(), live.end());
    }
  }

  @Test
  void followsTheSizeOfTheTerminal() throws Exception {
    try (var live = new Live("xterm", "top -d 3600")) {
      live.terminal.await("q quit");
      live.terminal.setSize(new Size(30, 8));
      live.terminal.raise(Signal.WINCH);
      live.terminal.await("CPU%");
      live.terminal.type("h");
      live.terminal.await("Any key goes back.");
      live.terminal.type("xq");
      assertEquals(Optional.empty(), live.end());
    }
  }

  @Test
  void givesTheTerminalBackWhenItIsInterrupted() throws Exception {
    try (var live = new Live("xterm", "top")) {
      live.terminal.await("q quit");
      live.terminal.raise(Signal.INT);
      assertEquals(InterruptedException.class, live.end().orElseThrow().getClass());
      live.assertGivenBack();
    }
  }

  @Test
  void givesTheTerminalBackWhenItsBundleStops() throws Exception {
    try (var live = new Live("xterm", "top")) {
      live.terminal.await("q quit");
      shell.top.end();
      live.assertGivenBack();
      assertEquals(
          "a bundle that it needs has been stopped", live.end().orElseThrow().getMessage());
    }
  }

  @Test
  void endsWithItsTerminal() throws Exception {
    try (var live = new Live("xterm", "top")) {
      live.terminal.await("q quit");
      live.terminal.hangUp();
      assertEquals(Optional.empty(), live.end());
    }
  }

  @Test
  void ignoresSuspension() throws Exception {
    try (var live = new Live("xterm", "top -d 3600")) {
      live.terminal.await("q quit");
      assertEquals(0, live.terminal.getAttributes().getControlChar(ControlChar.VSUSP));
      live.terminal.raise(Signal.TSTP);
      live.terminal.type("\032r");
      live.terminal.await("reversed");
      live.terminal.type("q");
      assertEquals(Optional.empty(), live.end());
      live.assertGivenBack();
    }
  }

  @Test
  void takesTheTerminalAgainAfterTheProcessWasStopped() throws Exception {
    try (var live = new Live("xterm", "top -d 3600")) {
      live.terminal.await("q quit");
      live.terminal.setAttributes(live.before);
      live.terminal.raise(Signal.CONT);
      live.terminal.await("q quit", 2);
      assertFalse(live.before.toString().equals(live.terminal.getAttributes().toString()));
      live.terminal.type("q");
      live.end();
      live.assertGivenBack();
    }
  }

  @Test
  void printsOnATerminalThatCannotMoveItsCursor() throws Exception {
    try (var live = new Live("dumb", "top -n 1")) {
      assertEquals(Optional.empty(), live.end());
      assertEquals("", live.terminal.shown());
      assertTrue(shell.type("").contains("CONTAINER  TASKS"));
    }
  }

  @Test
  void endsByItselfAfterSoManyLooks() throws Exception {
    try (var live = new Live("xterm", "top -n 2 -d 0.1")) {
      assertEquals(Optional.empty(), live.end());
      live.assertGivenBack();
    }
  }

  @Test
  void givesTheTerminalBackWhenALookFails() throws Exception {
    var terminal = new TestTerminal("xterm", new Size(80, 24));
    var before = terminal.getAttributes().toString();
    var screen =
        new TopScreen(
            () -> {
              throw new IllegalStateException("the test wants it so");
            },
            new TopModel(Field.CPU, false),
            Duration.ofSeconds(1));
    assertThrows(IllegalStateException.class, () -> screen.run(terminal, 1));
    assertEquals(before, terminal.getAttributes().toString());
    assertTrue(terminal.shown().contains(LEAVE_SCREEN), terminal.shown());
    terminal.close();
  }
}
