package corral.shell.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.felix.gogo.jline.Procedural;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.apache.felix.service.command.Process;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunnerTest {
  /** The failures here are meant, and need no log. */
  private static final Logger LOG = Logger.getLogger(Runner.class.getName());

  private final CommandProcessorImpl processor = new CommandProcessorImpl();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final List<String> errors = new ArrayList<>();
  private final Jobs jobs = new Jobs(_ -> {});
  private final CommandSession session =
      processor.createSession(InputStream.nullInputStream(), out, out);
  private final Runner runner = new Runner(session, jobs, errors::add);

  @BeforeEach
  void addCommands() {
    LOG.setLevel(Level.OFF);
    var nothing = SteadyChannels.Input.of(InputStream.nullInputStream());
    SteadyChannels.replace(session, nothing, out, out);
    session.setJobListener(jobs);
    processor.addCommand("test", new Procedural(), "each");
    command("say", (_, words) -> String.join(" ", words.stream().map(String::valueOf).toList()));
    command(
        "refuse",
        (_, _) -> {
          throw new IOException("refused");
        });
    command(
        "leave",
        (_, _) -> {
          throw new Leave(7);
        });
    command(
        "fail",
        (_, _) -> {
          Process.Utils.current().error(3);
          return null;
        });
  }

  @AfterEach
  void stop() {
    processor.stop();
  }

  @Test
  void showsTheValueOfEveryStep() throws Leave {
    assertEquals(0, run("say a; say b\nsay c\n"));
    assertEquals("a\nb\nc\n", out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void showsNoAssignment() throws Leave {
    assertEquals(0, run("a = 1\nb = (say b)\nsay $a $b"));
    assertEquals("1 b\n", out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void leavesToACommandWhatGoesIntoAFile(@TempDir Path directory) throws Leave {
    assertEquals(0, run("say a > " + directory + "/a\nsay b | say c 1>> " + directory + "/a"));
    assertEquals("", out.toString(StandardCharsets.UTF_8));
    assertEquals(0, run("say a 2> " + directory + "/b"));
    assertEquals("a\n", out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void stopsAtTheFirstFailureAndSaysWhere() throws Leave {
    assertEquals(1, run("say a\nrefuse\nsay b"));
    assertEquals(List.of("2: refuse: refused"), errors);
    assertEquals("a\n", out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void runsNothingOfWhatCannotBeUnderstood() throws Leave {
    assertEquals(1, run("say a\n)"));
    assertEquals(List.of("2: syntax error in column 1: unexpected token ')'"), errors);
    assertEquals("", out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void namesTheInnermostCommand() throws Leave {
    assertEquals(1, run("f = { say (refuse) }\neach [1] { f }"));
    assertEquals(List.of("2: refuse: refused"), errors);
  }

  @Test
  void namesTheCommandBehindAnAssignment() throws Leave {
    assertEquals(1, run("a = refuse now"));
    assertEquals(List.of("1: refuse: refused"), errors);
  }

  @Test
  void tellsOnceOfACommandInAPipeline() throws Leave {
    assertEquals(1, run("refuse | say a"));
    assertEquals(List.of("1: refuse: refused"), errors);
    assertEquals("a\n", out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void aStatusIsAFailureToo() throws Leave {
    assertEquals(3, run("fail; say a"));
    assertEquals("", out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void aStatusThatIsExpectedIsNone() throws Leave {
    assertEquals(0, run("fail || say a"));
    assertEquals("a\n", out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void anUnknownCommandIsALine() throws Leave {
    assertEquals(1, run("bogus"));
    assertEquals(List.of("1: bogus: command not found"), errors);
  }

  @Test
  void leavesFromAnywhere() {
    assertEquals(7, assertThrows(Leave.class, () -> run("each [1] { leave }")).status());
    assertEquals(7, assertThrows(Leave.class, () -> run("leave | say a")).status());
  }

  @Test
  void aClosureThatCallsItselfEnds() throws Leave {
    assertEquals(1, run("f = { f }\nf"));
    assertEquals(List.of("2: f: more than 200 commands wait for each other"), errors);
    assertEquals(0, run("say a"));
  }

  @Test
  void thousandsOfParenthesesAreRefused() throws Leave {
    assertEquals(1, run("(".repeat(10_000)));
    assertEquals(1, run("(".repeat(10_000) + ")".repeat(10_000)));
    assertEquals(2, errors.size());
  }

  @Test
  void anInterruptEndsTheCommandAndNotTheSession() throws Exception {
    var begun = new CountDownLatch(1);
    command(
        "last",
        (_, _) -> {
          begun.countDown();
          new CountDownLatch(1).await();
          return null;
        });
    var person =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    begun.await();
                    session.foregroundJob().interrupt();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    assertEquals(Runner.INTERRUPTED, run("last"));
    person.join();
    assertEquals(0, run("say a"));
    assertEquals(List.of(), errors);
  }

  @Test
  void anInterruptedWriterDoesNotCloseTheOutput() throws Leave {
    command(
        "write",
        (_, _) -> {
          Thread.currentThread().interrupt();
          Process.Utils.current().out().println("x");
          return null;
        });
    run("write");
    out.reset();
    assertEquals(0, run("say a"));
    assertEquals("a\n", out.toString(StandardCharsets.UTF_8));
  }

  private int run(String text) throws Leave {
    return runner.run(text, line -> line + ": ");
  }

  private void command(String name, Function function) {
    processor.addCommand("test", function, name);
  }
}
