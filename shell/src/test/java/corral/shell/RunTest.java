package corral.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.host.NamespaceKind;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** run, wait and kill. */
@Timeout(60)
class RunTest {
  private final TestShell shell;

  RunTest() throws Exception {
    shell = new TestShell();
  }

  @BeforeEach
  void mount() throws Exception {
    shell.type("mount none,name=jobs /dev/jobs; mkdir /dev/jobs/a");
  }

  @AfterEach
  void close() {
    shell.close();
  }

  /** Types in another thread, while the test plays the process. */
  private CompletableFuture<String> typing(String line) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return shell.type(line);
          } catch (Exception e) {
            throw new IllegalStateException(e.getMessage(), e);
          }
        });
  }

  private CompletableFuture<@Nullable String> refusing(String line) {
    return CompletableFuture.supplyAsync(() -> shell.refusal(line));
  }

  private FakeLaunch launched() throws InterruptedException {
    var launch = shell.host.launches.poll(30, TimeUnit.SECONDS);
    return Objects.requireNonNull(launch, "nothing was launched");
  }

  private FakeLaunch begun() throws Exception {
    var launch = launched();
    launch.begun.get();
    return launch;
  }

  @Test
  void showsTheOutput() throws Exception {
    var typed = typing("run make -C x -b --all");
    var process = begun();
    assertEquals(List.of("make", "-C", "x", "-b", "--all"), process.request.command());
    process.write("one\ntwo\n");
    process.exit(0);
    assertEquals("one\ntwo\n", typed.get());
  }

  @Test
  void attachesBeforeTheProgramBegins() throws Exception {
    shell.host.witness = () -> shell.look("/dev/jobs/a/tasks");
    var typed = typing("run -C /dev/jobs/a sleep");
    var process = launched();
    assertEquals(process.pid() + "\n", process.begun.get());
    process.exit(0);
    assertEquals("", typed.get());
  }

  @Test
  void asksForNamespaces() throws Exception {
    var typed = typing("run --unshare net,uts -u ipc hostname");
    var process = begun();
    assertEquals(
        Set.of(NamespaceKind.NET, NamespaceKind.UTS, NamespaceKind.IPC),
        process.request.unshared());
    process.exit(0);
    assertEquals("", typed.get());
    assertEquals(
        "'nut' is not a kind of namespaces (EINVAL)",
        shell.refusal("run --unshare net,nut hostname"));
  }

  @Test
  void startsNothingInAContainerThatDoesNotTakeIt() throws Exception {
    assertEquals(
        "/dev/jobs/x: No such file or directory (ENOENT)",
        shell.refusal("run -C /dev/jobs/x sleep"));
    var process = launched();
    assertFalse(process.begun.isDone());
    assertTrue(process.exitStatus().isDone());
  }

  @Test
  void saysHowAProcessFailed() throws Exception {
    var failed = refusing("run make all");
    begun().exit(2);
    assertEquals("'make all' ended with status 2", failed.get());
    var killed = refusing("run make all");
    begun().exit(128 + 9);
    assertEquals("'make all' was ended by signal 9", killed.get());
    assertEquals("nosuch: No such file or directory (ENOENT)", shell.refusal("run nosuch"));
    assertEquals(
        "COMMAND is missing, usage: run [-C DIR] [-u KINDS] [-b] COMMAND [WORD...]",
        shell.refusal("run -b"));
  }

  @Test
  void endsTheProcessWhenItIsInterrupted() throws Exception {
    var typed = typing("run sleep");
    var process = begun();
    shell.session.foregroundJob().interrupt();
    assertEquals(128 + 15, process.exitStatus().get());
    typed.exceptionally(_ -> "").get();
  }

  @Test
  void endsTheProcessWhenNobodyReads() throws Exception {
    var typed = typing("run yes | first");
    var process = begun();
    while (!process.exitStatus().isDone()) {
      process.write("y\n".repeat(1000));
    }
    assertEquals("y", typed.get());
  }

  @Test
  void leavesProcessesInTheBackground() throws Exception {
    var pid = shell.type("run -b sleep 1");
    var process = begun();
    assertEquals(Integer.toString(process.pid()), pid);
    process.write("good morning\n");
    var typed = typing("wait " + pid);
    process.exit(3);
    assertEquals(
        """
        good morning
         PID  STATUS  COMMAND
        1001       3  sleep 1\
        """,
        typed.get());
    assertEquals(
        pid + " is not a process that 'run -b' has started (ESRCH)", shell.refusal("wait " + pid));
  }

  @Test
  void endsProcesses() throws Exception {
    shell.type("a = (run -b sleep 1); b = (run -b sleep 2); kill $a; kill -9 $b");
    assertEquals(
        """
         PID  STATUS  COMMAND
        1001     143  sleep 1
        1002     137  sleep 2\
        """,
        shell.type("wait"));
    assertEquals("PID  STATUS  COMMAND", shell.type("wait"));
  }

  @Test
  void forcesAProcessThatDoesNotEnd() throws Exception {
    shell.host.stubborn = true;
    var typed = typing("run sleep");
    var process = begun();
    shell.session.foregroundJob().interrupt();
    assertEquals(128 + 9, process.exitStatus().get());
    typed.exceptionally(_ -> "").get();
  }

  @Test
  void takesItsProcessesWithIt() throws Exception {
    shell.type("run -b sleep");
    var process = begun();
    shell.launches.end();
    assertEquals(128 + 15, process.exitStatus().get());
  }
}
