package corral.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AgentsTest {
  private final TestShell shell;

  AgentsTest() throws Exception {
    shell = new TestShell();
  }

  @BeforeEach
  void make() throws Exception {
    for (var name : new String[] {"one", "two"}) {
      shell.type("mount none,release_agent=/sbin/agent,name=" + name + " /" + name);
      shell.type("mkdir /" + name + "/a");
      shell.engine.write("/" + name + "/a/notify_on_release", "1", shell.host.self());
    }
  }

  @AfterEach
  void close() {
    shell.close();
  }

  private void release(String mount, int pid) throws Exception {
    var run = shell.engine.nextAgentRun();
    shell.host.fork(FakeHost.SELF, pid, "sleep");
    shell.type("attach " + pid + " " + mount + "/a");
    shell.host.exit(pid);
    var agent = shell.host.launches.take();
    agent.begun.get();
    agent.write("gone\n");
    agent.exit(3);
    run.get();
  }

  /** The first column is the time of day. */
  private String agents(String words) throws Exception {
    return shell.type("agents " + words).replaceAll("(?m)^[0-9:]+", "TIME");
  }

  @Test
  void showsThoseOfOneHierarchyOrOfAll() throws Exception {
    release("/one", 7);
    release("/two", 8);
    assertEquals(
        """
        STARTED   HIERARCHY  CONTAINER  AGENT         PID  STATUS  OUTPUT
        TIME          2  /a         /sbin/agent  1001       3  gone\
        """,
        agents("/two/a"));
    assertEquals(3, agents("").lines().count());
    assertEquals("/two/b: No such file or directory (ENOENT)", shell.refusal("agents /two/b"));
  }

  @Test
  void waitsForThoseOfOneHierarchy() throws Exception {
    release("/one", 7);
    release("/two", 8);
    assertEquals(2, agents("-w /one").lines().count());
    assertEquals(2, agents("-w").lines().count(), "the other one");
  }
}
