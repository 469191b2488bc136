package corral.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.itest.Command.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code corral} keeps what it promises in its help. */
class CommandTest {
  private static final int TERMINATED = 128 + 15;
  private static final int KILLED = 128 + 9;

  @TempDir private Path directory;
  private Command corral = Command.in(Path.of("."));

  @BeforeEach
  void start() {
    corral = Command.in(directory);
  }

  @Test
  void saysHowItIsUsed() throws Exception {
    var outcome = corral.run("--help");
    assertEquals(0, outcome.status());
    assertTrue(outcome.out().startsWith("Usage: corral "), outcome.out());
  }

  @Test
  void saysItsVersion() throws Exception {
    var outcome = corral.run("--version");
    assertEquals(0, outcome.status());
    assertTrue(outcome.out().matches("Corral \\d\\S*, Java \\d\\S*\n"), outcome.out());
  }

  @Test
  void refusesWhatItDoesNotKnow() throws Exception {
    assertEquals(
        new Outcome(2, "", "corral: unknown option: --bogus (see corral --help)\n"),
        corral.run("--bogus"));
  }

  @Test
  void runsCommandsAndIsSilentOtherwise() throws Exception {
    assertEquals(new Outcome(0, "a\nb\n", ""), corral.run("-c", "echo a; echo b"));
  }

  @Test
  void stopsAtTheFirstFailure() throws Exception {
    assertEquals(
        new Outcome(1, "a\n", "bogus: command not found\n"),
        corral.run("-c", "echo a; bogus; echo b"));
    assertEquals(
        new Outcome(1, "", "mkdir: /dev/nowhere/x: No such file or directory (ENOENT)\n"),
        corral.run("-c", "mkdir /dev/nowhere/x"));
  }

  @Test
  void exitsWithTheStatusThatIsAskedFor() throws Exception {
    assertEquals(new Outcome(7, "a\n", ""), corral.run("-c", "echo a; exit 7; echo b"));
  }

  @Test
  void runsAScript() throws Exception {
    var script =
        """
        #!/usr/bin/env corral
        greet = {
          # closures may span lines
          echo hello $1
        }
        greet $1
        cat /nowhere
        greet again
        """;
    Files.writeString(directory.resolve("script"), script);
    assertEquals(
        new Outcome(
            1, "hello you\n", "script:7: cat: /nowhere: No such file or directory (ENOENT)\n"),
        corral.run("-f", "script", "--", "you"));
  }

  @Test
  void runsNothingOfAScriptThatItDoesNotUnderstand() throws Exception {
    Files.writeString(directory.resolve("script"), "echo a\necho )\n");
    assertEquals(
        new Outcome(1, "", "script:2: syntax error in column 6: unexpected token ')'\n"),
        corral.run("-f", "script"));
  }

  @Test
  void saysThatThereIsNoScript() throws Exception {
    assertEquals(
        new Outcome(2, "", "corral: bogus: No such file or directory (ENOENT)\n"),
        corral.run("-f", "bogus"));
  }

  @Test
  void readsAScriptFromItsInput() throws Exception {
    assertEquals(new Outcome(0, "a\n", ""), corral.runWithInput("echo a\n"));
  }

  @Test
  void isFoundThroughALinkWithASpaceInItsPath() throws Exception {
    var link = Files.createDirectory(directory.resolve("a b")).resolve("corral");
    Files.createSymbolicLink(link, corral.program());
    try {
      assertEquals(
          new Outcome(0, directory + "\n", ""), new Command(link, directory, "").run("-c", "pwd"));
    } finally {
      Files.delete(link);
    }
  }

  @Test
  void runsBesideAnotherAndIsEndedByASignal() throws Exception {
    var other = corral.start("-c", "echo begun; sleep 600");
    try (var lines = other.inputReader()) {
      assertEquals("begun", lines.readLine());
      var traces = corral.traces();
      assertEquals(new Outcome(0, "a\n", ""), corral.run("-c", "echo a"));
      assertEquals(traces, corral.traces());
      assertTrue(other.isAlive());
    } finally {
      other.destroy();
    }
    assertEquals(TERMINATED, Command.end(other));
    assertEquals(List.of(), corral.traces());
  }

  @Test
  void removesWhatAKilledRunHasLeft() throws Exception {
    var killed = corral.start("-c", "echo begun; sleep 600");
    try (var lines = killed.inputReader()) {
      assertEquals("begun", lines.readLine());
    } finally {
      killed.destroyForcibly();
    }
    assertEquals(KILLED, Command.end(killed));
    assertNotEquals(List.of(), corral.traces());
    corral.run("-c", "exit");
    assertEquals(List.of(), corral.traces());
  }

  @Test
  void startsWhatIsDeployedAndStopsWhatIsTakenAway() throws Exception {
    var deployed = Files.createDirectory(directory.resolve("deploy"));
    var script =
        """
        deployed = { try { why hot; true } { false } }
        echo begun
        until { deployed } { sleep 1 }
        echo there
        while { deployed } { sleep 1 }
        echo gone
        """;
    var process = corral.with("-Dfelix.fileinstall.dir=" + deployed).start("-c", script);
    try (var lines = process.inputReader()) {
      assertEquals("begun", lines.readLine());
      var bundle = emptyBundle("hot", deployed.resolve("hot.jar"));
      assertEquals("there", lines.readLine());
      Files.delete(bundle);
      assertEquals("gone", lines.readLine());
      assertEquals(0, Command.end(process));
    } finally {
      process.destroy();
    }
  }

  @Test
  void copiesEveryByteOfAnyFile() throws Exception {
    Files.write(directory.resolve("a b"), new byte[] {0, (byte) 0xff, '\r', '\n', 'x'});
    var copied = corral.run("-c", "cat \"a b\" > copy; cat < copy | cat - > again");
    assertEquals(new Outcome(0, "", ""), copied);
    assertEquals(-1, Files.mismatch(directory.resolve("a b"), directory.resolve("copy")));
    assertEquals(-1, Files.mismatch(directory.resolve("a b"), directory.resolve("again")));
  }

  @Test
  void findsLinesInSeveralFilesAndNamesInAnyLocale() throws Exception {
    Files.writeString(directory.resolve("one"), "a\nb\n");
    Files.writeString(directory.resolve("two"), "b\nc\n");
    assertEquals(
        new Outcome(0, "one:b\ntwo:b\ntwo:c\n", ""), corral.run("-c", "grep '[bc]' one two"));
    Files.createDirectory(directory.resolve("names"));
    var inC = "cd names; LC_ALL=C '" + corral.program() + "' -c 'echo ü > ä; cat ä; ls -1'; ls";
    assertEquals(
        new Outcome(0, "ü\n.\n..\nä\nä\n", ""),
        new Command(Path.of("/bin/sh"), directory, "").run("-c", inC));
  }

  @Test
  void simulatesAMachine() throws Exception {
    assertEquals(new Outcome(0, "/\n", ""), corral.run("--host", "sim", "-c", "cd /; pwd"));
  }

  /** Makes a bundle as whoever deploys one should: it appears as a whole. */
  private Path emptyBundle(String name, Path file) throws IOException {
    var manifest = new Manifest();
    var attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Bundle-ManifestVersion", "2");
    attributes.putValue("Bundle-SymbolicName", name);
    var draft = Files.createTempFile(directory, name, ".draft");
    new JarOutputStream(Files.newOutputStream(draft), manifest).close();
    return Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
