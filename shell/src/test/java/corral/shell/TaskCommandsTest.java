package corral.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** attach, proc and ps. */
class TaskCommandsTest {
  private final TestShell shell;

  TaskCommandsTest() throws Exception {
    shell = new TestShell();
  }

  @BeforeEach
  void mount() throws Exception {
    shell.type("mount none,name=jobs /dev/jobs; mkdir /dev/jobs/a /dev/jobs/a/b");
    shell.host.fork(FakeHost.SELF, 7, "sleep");
    shell.host.fork(7, 8, "make");
    shell.host.fork(7, 9, "cc");
  }

  @AfterEach
  void close() {
    shell.close();
  }

  @Test
  void showsTasksThatAreInContainers() throws Exception {
    assertEquals("PID  PARENT  COMMAND  CONTAINERS", shell.type("ps"));
    shell.type("attach 8 7 /dev/jobs/a; attach 9 /dev/jobs/a/b");
    assertEquals(
        """
        PID  PARENT  COMMAND  CONTAINERS
          7       1  sleep    /dev/jobs/a
          8       7  make     /dev/jobs/a
          9       7  cc       /dev/jobs/a/b\
        """,
        shell.type("ps"));
    assertEquals(shell.type("ps"), shell.type("ps /dev/jobs/a"));
    assertEquals("9", shell.type("(ps /dev/jobs/a/b) get 0"));
    assertEquals(
        """
        PID  PARENT  COMMAND  CONTAINERS
          1       0  corral   /dev/jobs
          7       1  sleep    /dev/jobs/a
          8       7  make     /dev/jobs/a
          9       7  cc       /dev/jobs/a/b\
        """,
        shell.type("ps -a"));
  }

  @Test
  void answersWithObjects() throws Exception {
    shell.type("attach 8 7 /dev/jobs/a");
    shell.type("attach (ps /dev/jobs/a) /dev/jobs/a/b");
    assertEquals(2, shell.engine.container("/dev/jobs/a/b").taskCount());
    assertEquals("sleep", shell.type("((ps) get 0) command"));
  }

  @Test
  void writesToFiles(@TempDir Path directory) throws Exception {
    shell.type("attach 8 /dev/jobs/a");
    var file = directory.resolve("ps");
    shell.type("ps > " + file);
    var line = "8\t7\tmake\t/dev/jobs/a\n";
    assertEquals("PID\tPARENT\tCOMMAND\tCONTAINERS\n" + line, Files.readString(file));
    shell.type("ps | copy > " + file);
    assertEquals("PID\tPARENT\tCOMMAND\tCONTAINERS\n" + line, Files.readString(file));
    assertEquals("[8]", shell.session.execute("(ps)").toString());
  }

  @Test
  void countsEvents() throws Exception {
    assertEquals("EVENT    COUNT\nforks        7\nrepairs      0", shell.type("ps --events"));
  }

  @Test
  void showsTheContainersOfATask() throws Exception {
    shell.type("attach 0 /dev/jobs/a");
    assertEquals("/dev/jobs/a", shell.type("((ps) get 0) containers").replaceAll("\\s", ""));
    assertEquals("", shell.type("proc 7"));
  }

  @Test
  void saysWhatIsWrong() {
    assertEquals("'abc' is not a pid (EINVAL)", shell.refusal("attach abc /dev/jobs/a"));
    assertEquals("'abc' is not a pid (EINVAL)", shell.refusal("proc abc"));
    assertEquals("4711: No such process (ESRCH)", shell.refusal("attach 4711 /dev/jobs/a"));
    assertEquals(
        "/dev/jobs/x: No such file or directory (ENOENT)", shell.refusal("attach 7 /dev/jobs/x"));
    assertEquals(
        "/dev/jobs/tasks: Not a directory (ENOTDIR)", shell.refusal("attach 7 /dev/jobs/tasks"));
    assertEquals("DIR is missing, usage: attach PID... DIR", shell.refusal("attach 7"));
    assertEquals(0, shell.engine.tasks().stream().filter(t -> t.pid() == 4711).count());
  }

  @Test
  void movesNothingIfOnePidIsNone() throws Exception {
    shell.refusal("attach 7 abc /dev/jobs/a");
    assertEquals(0, shell.engine.container("/dev/jobs/a").taskCount());
  }
}
