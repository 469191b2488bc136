package corral.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.launcher.Options.Task;
import corral.launcher.Options.UsageException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
  @Test
  void nothingAsksForAShell() throws UsageException {
    var options = Options.parse();
    assertEquals(Task.RUN, options.task());
    assertEquals(Optional.empty(), options.commands());
    assertEquals(Optional.empty(), options.file());
    assertEquals(Optional.empty(), options.host());
  }

  @Test
  void everyOptionIsRead() throws UsageException {
    var options = Options.parse("-f", "a.gogo", "--host", "sim", "--log=/tmp/x", "--", "1", "-c");
    assertEquals(Optional.of("a.gogo"), options.file());
    assertEquals(Optional.of("sim"), options.host());
    assertEquals(Optional.of(Path.of("/tmp/x")), options.log());
    assertEquals(List.of("1", "-c"), options.arguments());
  }

  @Test
  void commandsMayLookLikeOptions() throws UsageException {
    assertEquals(Optional.of("--help"), Options.parse("-c", "--help").commands());
  }

  @Test
  void helpAndVersionAreTasks() throws UsageException {
    assertEquals(Task.HELP, Options.parse("-h").task());
    assertEquals(Task.VERSION, Options.parse("--version").task());
  }

  @Test
  void aFirstWordCanNameATask() throws UsageException {
    var exec = Options.parse("exec", "--state=/s", "echo a", "--", "b");
    assertEquals(Task.EXEC, exec.task());
    assertEquals(Optional.of("echo a"), exec.commands());
    assertEquals(Optional.of(Path.of("/s")), exec.state());
    assertEquals(List.of("b"), exec.arguments());
    assertEquals(Optional.of("-"), Options.parse("exec", "-").file());
    assertTrue(Options.parse("daemon", "--background").background());
    assertEquals(Task.STOP, Options.parse("stop").task());
    assertEquals(Task.HELP, Options.parse("status", "--help").task());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--bogus           | unknown option: --bogus",
        "script            | unexpected argument: script",
        "-c                | -c needs a value",
        "-c a -f b         | -c and -f cannot be used together",
        "-c a -c b         | -c is given twice",
        "--host solaris    | unknown host: solaris (linux or sim)",
        "--help=yes        | --help takes no value",
        "--background      | unknown option: --background",
        "daemon -c a       | unknown option: -c",
        "exec              | exec needs COMMANDS, or -f FILE",
        "exec a b          | unexpected argument: b",
        "exec a -f b       | exec takes COMMANDS or -f, not both",
        "exec - -f b       | -f is given twice",
        "status now        | unexpected argument: now",
      })
  void whatCannotBeUnderstoodIsSaidInALine(String line, String message) {
    var refusal = assertThrows(UsageException.class, () -> Options.parse(line.split(" ")));
    assertEquals(message, refusal.getMessage());
  }

  @Test
  void controlCharactersAndLongWordsDoNotReachThePerson() {
    var word = "-\u001b[2J" + "x".repeat(10_000);
    var refusal = assertThrows(UsageException.class, () -> Options.parse(word));
    assertEquals("unknown option: -?[2J" + "x".repeat(195) + "...", refusal.getMessage());
  }
}
