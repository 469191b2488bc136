package corral.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** mount, umount, mkdir, rmdir, mv and tree. */
class ContainerCommandsTest {
  private final TestShell shell;

  ContainerCommandsTest() throws Exception {
    shell = new TestShell();
  }

  @BeforeEach
  void mount() throws Exception {
    shell.type("mount none,name=jobs /dev/jobs");
  }

  @AfterEach
  void close() {
    shell.close();
  }

  @Test
  void showsMounts() throws Exception {
    shell.type("mount -t container -o none,name=other,nofuse x /dev/other");
    assertEquals(
        """
        HIERARCHY  MOUNTED AT  OPTIONS            ON HOST
                1  /dev/jobs   name=jobs          no
                2  /dev/other  name=other,nofuse  no: nofuse\
        """,
        shell.type("mount"));
    shell.type("umount /dev/other");
    assertEquals(1, shell.engine.mounts().size());
  }

  @Test
  void refusesMounts() {
    assertEquals(
        "'ext4' is not a file system type (ENODEV)", shell.refusal("mount -t ext4 x /dev/x"));
    assertEquals(
        "DIR is missing, usage: mount [-t TYPE] [-o OPTIONS] [DEVICE] DIR",
        shell.refusal("mount -o none,name=x"));
    assertEquals(
        "cpuset: No such file or directory (ENOENT): no such subsystem",
        shell.refusal("mount -t cpuset x /dev/x"));
    assertEquals("/dev/x: Invalid argument (EINVAL): not mounted", shell.refusal("umount /dev/x"));
  }

  @Test
  void makesRenamesAndRemovesContainers() throws Exception {
    shell.session.currentDir(Path.of("/dev/jobs"));
    shell.type("mkdir a ./b /dev/jobs/a/c");
    shell.type("mv b d");
    shell.type("rmdir a/c a");
    assertEquals(
        """
        CONTAINER  TASKS
        /dev/jobs      1
        └─ d           0\
        """,
        shell.type("tree"));
  }

  @Test
  void killsAndRemovesTrees() throws Exception {
    shell.type("mkdir /dev/jobs/a /dev/jobs/a/b");
    shell.host.fork(FakeHost.SELF, 7, "sleep");
    shell.type("attach 7 /dev/jobs/a/b");
    shell.engine.bindSignals((pid, _, _) -> shell.host.exit(pid));
    shell.type("rmdir -k /dev/jobs/a");
    assertEquals("CONTAINER  TASKS\n/dev/jobs      1", shell.type("tree"));
    shell.type("mkdir /dev/jobs/a");
    shell.type("attach 1 /dev/jobs/a");
    assertEquals(
        "1: Operation not permitted (EPERM): init is never killed",
        shell.refusal("rmdir --kill /dev/jobs/a"));
  }

  @Test
  void saysWhatIsWrong() throws Exception {
    shell.type("mkdir /dev/jobs/a");
    assertEquals(
        "/dev/jobs/a: File exists (EEXIST)", shell.refusal("mkdir /dev/jobs/b /dev/jobs/a"));
    assertEquals(
        "/dev/jobs/x: No such file or directory (ENOENT)", shell.refusal("rmdir /dev/jobs/x"));
    assertEquals(
        "/dev/jobs/a: Input/output error (EIO): a container is renamed in place only: /dev/a",
        shell.refusal("mv /dev/jobs/a /dev/a"));
    assertEquals("DIR is missing, usage: mkdir DIR...", shell.refusal("mkdir"));
    assertEquals("'c' is too much, usage: mv FROM TO", shell.refusal("mv a b c"));
  }

  @Test
  void drawsTheTree() throws Exception {
    shell.type("mkdir /dev/jobs/a /dev/jobs/a/b /dev/jobs/a/c /dev/jobs/d");
    shell.host.fork(FakeHost.SELF, 7, "sleep");
    shell.type("attach 7 /dev/jobs/a");
    assertEquals(
        """
        CONTAINER      TASKS
        /dev/jobs          1
        ├─ a               1
        │  │  7 sleep
        │  ├─ b            0
        │  └─ c            0
        └─ d               0\
        """,
        shell.type("tree -t"));
    assertEquals(
        """
        CONTAINER    TASKS
        /dev/jobs/a      1
        ├─ b             0
        └─ c             0\
        """,
        shell.type("tree /dev/jobs/a"));
    assertEquals(
        """
        CONTAINER\tTASKS
        /dev/jobs\t1
        /dev/jobs/a\t1
        /dev/jobs/a 7 sleep\t
        /dev/jobs/a/b\t0
        /dev/jobs/a/c\t0
        /dev/jobs/d\t0\
        """,
        shell.type("COLUMNS = null; tree -t /dev"));
    assertEquals(
        "/dev/jobs/tasks: Not a directory (ENOTDIR)", shell.refusal("tree /dev/jobs/tasks"));
  }
}
