package corral.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import corral.framework.api.ContainerException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** chown and chmod. */
class OwnerCommandsTest {
  private final TestShell shell;

  OwnerCommandsTest() throws Exception {
    shell = new TestShell();
  }

  @BeforeEach
  void make() throws Exception {
    shell.type("mount none,name=jobs /dev/jobs; mkdir /dev/jobs/a /dev/jobs/a/b");
  }

  @AfterEach
  void close() {
    shell.close();
  }

  private String access(String path) throws ContainerException {
    return shell.engine.entry(path).access().toString();
  }

  @Test
  void givesByNameAndByNumber() throws Exception {
    shell.type("chown alice /dev/jobs/a");
    assertEquals("owner 1000, group 0, mode 0755", access("/dev/jobs/a"));
    assertEquals("owner 1000, group 0, mode 0644", access("/dev/jobs/a/tasks"));
    assertEquals("owner 0, group 0, mode 0644", access("/dev/jobs/a/notify_on_release"));
    shell.type("chown :staff /dev/jobs/a/tasks");
    assertEquals("owner 1000, group 50, mode 0644", access("/dev/jobs/a/tasks"));
    shell.type("chown 7:8 /dev/jobs/a /dev/jobs/a/b");
    assertEquals("owner 7, group 8, mode 0755", access("/dev/jobs/a/b"));
  }

  @Test
  void goesThroughTrees() throws Exception {
    shell.type("chown -R alice:staff /dev/jobs/a");
    for (var path : new String[] {"a/notify_on_release", "a/b/tasks", "a/b/notify_on_release"}) {
      assertEquals("owner 1000, group 50, mode 0644", access("/dev/jobs/" + path));
    }
    assertEquals("owner 0, group 0, mode 0755", access("/dev/jobs"));
    shell.type("chmod -R g+w /dev/jobs/a");
    assertEquals("owner 1000, group 50, mode 0775", access("/dev/jobs/a/b"));
    assertEquals("owner 1000, group 50, mode 0664", access("/dev/jobs/a/b/tasks"));
  }

  @Test
  void saysWhatIsWrong() {
    assertEquals("'bob' is no user of this host (EINVAL)", shell.refusal("chown bob /dev/jobs/a"));
    assertEquals("'' is no group of this host (EINVAL)", shell.refusal("chown 7: /dev/jobs/a"));
    assertEquals("'-1' is not an option of chown", shell.refusal("chown -1 /dev/jobs/a"));
    assertEquals(
        "/dev/jobs/x: No such file or directory (ENOENT)", shell.refusal("chown 7 /dev/jobs/x"));
    assertEquals(
        "/proc/containers: Operation not permitted (EPERM): not in a mounted hierarchy",
        shell.refusal("chown 7 /proc/containers"));
    assertEquals("'g+s' is not a mode (EINVAL)", shell.refusal("chmod g+s /dev/jobs/a"));
    assertEquals(
        "/dev/jobs/a: Operation not permitted (EPERM): of mode 0755 only the bits of 0222 can be"
            + " changed",
        shell.refusal("chmod 700 /dev/jobs/a"));
    assertEquals("PATH is missing, usage: chmod [-R] MODE PATH...", shell.refusal("chmod 775"));
  }
}
