package corral.itest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.itest.Command.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients have the daemon do. */
class DaemonTest {
  private static final int INTERRUPTED = 130;
  private static final int CLIENTS = 20;
  private static final int LARGE = 8_000_000;
  private static final long PATIENCE_SECONDS = 60;

  /** Has a process say its pid and wait to be ended. */
  private static final String WAIT = "run sh -c 'echo $$; exec sleep 600'; echo no";

  @TempDir private static Path state;
  @TempDir private Path directory;

  @BeforeAll
  static void startDaemon() throws Exception {
    var outcome = corral(state).run("daemon", "--background");
    assertEquals(0, outcome.status(), outcome.errors());
  }

  @AfterAll
  static void stopDaemon() throws Exception {
    assertEquals(new Outcome(0, "", ""), corral(state).run("stop"));
  }

  @Test
  void runsCommandsAsTheCommandLineDoes() throws Exception {
    assertEquals(new Outcome(0, "a\nb\n", ""), exec("echo a; echo b"));
    assertEquals(
        new Outcome(1, "a\n", "bogus: command not found\n"), exec("echo a; bogus; echo b"));
    assertEquals(new Outcome(7, "", ""), exec("exit 7"));
  }

  @Test
  void beginsWhereTheClientIs() throws Exception {
    var client = new Command(corral(state).program(), directory, "");
    assertEquals(
        new Outcome(0, directory + "\n", ""),
        client.run("exec", "--state", state.resolve("corral").toString(), "pwd"));
  }

  @Test
  void runsScripts() throws Exception {
    var script = Files.writeString(directory.resolve("script"), "echo $1\ncat /nowhere\n");
    assertEquals(
        new Outcome(1, "a b\n", script + ":2: cat: /nowhere: No such file or directory (ENOENT)\n"),
        corral(state).run("exec", "-f", script.toString(), "--", "a b"));
    assertEquals(new Outcome(0, "in\n", ""), corral(state).runWithInput("echo in", "exec", "-"));
    assertEquals(
        new Outcome(2, "", "corral: bogus: No such file or directory (ENOENT)\n"),
        corral(state).run("exec", "-f", "bogus"));
  }

  /** A loop of a shell that reads lines goes on with the next one. */
  @Test
  void leavesInputToTheNextProgram() throws Exception {
    assertEquals(
        new Outcome(0, "x\na\nb\n", ""),
        shell("printf 'a\\nb\\n' | { \"$0\" exec 'echo x'; cat; }"));
    assertEquals(new Outcome(0, "2\n", ""), shell("printf 'a\\nb\\n' | \"$0\" exec 'wc -l'"));
  }

  @Test
  void bringsBackEveryByte() throws Exception {
    var bytes = new byte[LARGE];
    new Random(1).nextBytes(bytes);
    var file = Files.write(directory.resolve("large"), bytes);
    var copy = directory.resolve("copy");
    var outcome = shell("\"$0\" exec 'run cat " + file + "' >" + copy);
    assertEquals(new Outcome(0, "", ""), outcome);
    assertArrayEquals(bytes, Files.readAllBytes(copy));
  }

  @Test
  void endsWhenNobodyReadsItsOutput() throws Exception {
    assertEquals(new Outcome(0, "y\n", ""), shell("\"$0\" exec 'run yes' | head -n 1"));
  }

  @Test
  void fitsTablesToTheTerminalOfTheClient() throws Exception {
    var terminal = "stty cols 51; '" + corral(state).program() + "' exec 'echo $COLUMNS'";
    var outcome = new Command(Path.of("script"), state, "").run("-qec", terminal, "/dev/null");
    assertEquals("51", outcome.out().strip());
  }

  @Test
  void interruptsTheCommandWhenTheClientIs() throws Exception {
    var client = startInForeground("exec", WAIT);
    try (var lines = client.inputReader()) {
      var process = process(lines.readLine());
      signal("INT", client);
      assertEquals(INTERRUPTED, Command.end(client));
      assertEquals(null, lines.readLine());
      awaitEndOf(process);
    } finally {
      client.destroyForcibly();
    }
  }

  @Test
  void endsTheCommandWhenTheClientIsKilled() throws Exception {
    var client = corral(state).start("exec", WAIT);
    try (var lines = client.inputReader()) {
      var process = process(lines.readLine());
      client.destroyForcibly();
      awaitEndOf(process);
    } finally {
      client.destroyForcibly();
    }
  }

  @Test
  void servesManyAtOnce() throws Exception {
    var clients = new ArrayList<Process>();
    try {
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(corral(state).start("exec", "sleep 1; echo " + i));
      }
      for (int i = 0; i < CLIENTS; i++) {
        try (var lines = clients.get(i).inputReader()) {
          assertEquals(List.of(String.valueOf(i)), lines.lines().toList());
        }
        assertEquals(0, Command.end(clients.get(i)));
      }
    } finally {
      clients.forEach(Process::destroyForcibly);
    }
  }

  @Test
  void saysHowItIs() throws Exception {
    var outcome = corral(state).run("status");
    assertEquals(0, outcome.status(), outcome.errors());
    assertTrue(
        outcome.out().matches("(?s)running: process \\d+, since .+, on host linux\nbundles: .+"),
        outcome.out());
  }

  /** The session of the one who asks for it ends with the shell; the daemon does not. */
  @Test
  void livesThroughAnUpdateOfTheShell() throws Exception {
    var outcome = exec("felix:update shell; sleep 600");
    assertEquals("corral: the shell has been stopped, and the session with it\n", outcome.errors());
    assertEquals(1, outcome.status());
    assertEquals(new Outcome(0, "a\n", ""), exec("echo a"));
  }

  private static Outcome exec(String commands) throws Exception {
    return corral(state).run("exec", commands);
  }

  /** Runs a line of a shell in which {@code $0} is the command. */
  private static Outcome shell(String line) throws Exception {
    var corral = corral(state);
    return new Command(Path.of("/bin/sh"), state, "").run("-c", line, corral.program().toString());
  }

  private static Command corral(Path directory) {
    return Command.in(directory);
  }

  /** What a script's shell starts in the background ignores Ctrl-C: these tests too, if it did. */
  private static Process startInForeground(String... words) throws Exception {
    var line = new ArrayList<>(List.of("--default-signal=INT", corral(state).program().toString()));
    line.addAll(List.of(words));
    return new Command(Path.of("env"), state, "").start(line.toArray(String[]::new));
  }

  private static ProcessHandle process(String pid) {
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }

  private static void awaitEndOf(ProcessHandle process) throws Exception {
    process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private static void signal(String name, Process process) throws Exception {
    var kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start();
    assertEquals(0, Command.end(kill));
  }
}
