package corral.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import corral.itest.Command.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a daemon begins and ends. */
class DaemonLifeTest {
  private static final int TERMINATED = 128 + 15;
  private static final int KILLED = 128 + 9;
  private static final int NOT_RUNNING = 3;
  private static final Pattern RUNNING =
      Pattern.compile("running: (process (\\d+), since \\S+ \\S+, on host sim)");

  @TempDir private Path directory;
  private Command corral = Command.in(Path.of("."));

  @BeforeEach
  void prepare() {
    corral = Command.in(directory);
  }

  @AfterEach
  void stop() throws Exception {
    corral.run("stop");
  }

  @Test
  void beginsAndEnds() throws Exception {
    var begun = corral.run("daemon", "--background", "--host", "sim");
    assertEquals(0, begun.status(), begun.errors());
    assertTrue(RUNNING.matcher(begun.out().strip()).matches(), begun.out());
    assertEquals(new Outcome(0, "a\n", ""), corral.run("exec", "echo a"));
    assertEquals(new Outcome(0, "", ""), corral.run("stop"));
    assertEquals(List.of(), corral.traces());
    assertNobodyRuns();
  }

  @Test
  void isNotThereAtFirst() throws Exception {
    assertNobodyRuns();
  }

  @Test
  void isTheOnlyOneOfItsDirectory() throws Exception {
    var first = begin();
    var second = corral.run("daemon", "--host", "sim");
    assertEquals(2, second.status());
    assertTrue(second.errors().matches("corral: a daemon runs already: process \\d+, .*\n"));
    var elsewhere = directory.resolve("elsewhere").toString();
    var other = corral.run("daemon", "--background", "--host", "sim", "--state", elsewhere);
    assertEquals(0, other.status(), other.errors());
    assertEquals(new Outcome(0, "a\n", ""), corral.run("exec", "--state", elsewhere, "echo a"));
    assertEquals(new Outcome(0, "", ""), corral.run("stop", "--state", elsewhere));
    assertEquals(new Outcome(0, "b\n", ""), corral.run("exec", "echo b"));
    first.destroy();
    assertEquals(TERMINATED, Command.end(first));
    assertEquals(List.of(), corral.traces());
  }

  @Test
  void beginsAgainAfterItWasKilled() throws Exception {
    var first = begin();
    var session = corral.start("exec", "echo begun; sleep 600");
    try (var lines = session.inputReader()) {
      assertEquals("begun", lines.readLine());
      first.destroyForcibly();
      assertEquals(KILLED, Command.end(first));
      assertEquals(1, Command.end(session));
    }
    assertNobodyRuns();
    var second = begin();
    assertEquals(new Outcome(0, "a\n", ""), corral.run("exec", "echo a"));
    assertEquals(new Outcome(0, "", ""), corral.run("stop"));
    assertEquals(0, Command.end(second));
    assertEquals(List.of(), corral.traces());
  }

  @Test
  void endsWhatRunsInIt() throws Exception {
    begin();
    var session = corral.start("exec", "echo begun; sleep 600; echo no");
    try (var lines = session.inputReader()) {
      assertEquals("begun", lines.readLine());
      assertEquals(new Outcome(0, "", ""), corral.run("stop"));
      assertEquals(1, Command.end(session));
      assertEquals(List.of(), lines.lines().toList());
    }
  }

  @Test
  void saysWhichBundleIsAwayEvenIfItIsTheShell() throws Exception {
    begin();
    corral.run("exec", "stop shell");
    var status = corral.run("status");
    assertEquals(0, status.status(), status.errors());
    assertTrue(status.out().endsWith(", not active: shell (stopped)\n"), status.out());
  }

  @Test
  void logsWhereItIsTold() throws Exception {
    var log = directory.resolve("log of its own");
    var outcome = corral.run("daemon", "--background", "--host", "sim", "--log", log.toString());
    assertEquals(0, outcome.status(), outcome.errors());
    corral.run("exec", "echo remembered");
    assertTrue(Files.readString(log.resolve("corral.0.log")).contains("exec: echo remembered"));
  }

  @Test
  void isForItsOwnerAlone() throws Exception {
    assumeTrue(System.getProperty("user.name").equals("root"), "needs root to be somebody else");
    begin();
    var stranger = new Command(Path.of("setpriv"), directory, "");
    var refused =
        stranger.run(
            "--reuid=65534",
            "--regid=65534",
            "--clear-groups",
            corral.program().toString(),
            "exec",
            "--state",
            directory.resolve("corral").toString(),
            "echo a");
    assertEquals(2, refused.status(), refused.errors());
    assertTrue(refused.errors().endsWith(": Permission denied (EACCES)\n"), refused.errors());
  }

  private void assertNobodyRuns() throws Exception {
    var state = directory.resolve("corral");
    var nobody = "no daemon runs in " + state;
    assertEquals(new Outcome(NOT_RUNNING, nobody + "\n", ""), corral.run("status"));
    assertEquals(new Outcome(0, nobody + "\n", ""), corral.run("stop"));
    assertEquals(
        new Outcome(2, "", "corral: " + nobody + "; corral daemon starts one\n"),
        corral.run("exec", "echo a"));
  }

  /** Begins one in the foreground, which says when it is ready. */
  private Process begin() throws Exception {
    var daemon = corral.start("daemon", "--host", "sim");
    var line = daemon.inputReader().readLine();
    assertTrue(line != null && RUNNING.matcher(line).matches(), line);
    return daemon;
  }
}
