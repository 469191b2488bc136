package corral.subsys.cpuset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import corral.framework.api.ContainerException;
import corral.host.sim.SimMachine;
import corral.testkit.Testbed;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** The bundle is restarted again and again while tasks come and go. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class RestartUnderLoadTest {
  private static final int RESTARTS = 40;
  private static final int MEMBERS = 20;

  @AutoClose private final Testbed testbed = new Testbed();
  private final SimMachine machine = testbed.machine();

  @Test
  void noSettingIsLostAndNobodyEscapes() throws Exception {
    var cpuset = testbed.add(CpusetBundle.on(machine, machine));
    testbed.mount("cpuset", "/c");
    testbed.mkdir("/c/a");
    testbed.write("/c/a/cpuset.cpus", "1-2");
    testbed.write("/c/a/cpuset.mems", "1");
    testbed.write("/c/a/cpuset.memory_migrate", "1");
    int parent = testbed.forkInto("/c/a");
    var done = new AtomicBoolean();
    try (var thread = Executors.newSingleThreadExecutor()) {
      var forks = thread.submit(() -> forkUntil(done, parent));
      for (int i = 0; i < RESTARTS; i++) {
        cpuset = testbed.replace(cpuset, CpusetBundle.on(machine, machine));
      }
      done.set(true);
      forks.get();
    }
    assertEquals("1-2\n", testbed.read("/c/a/cpuset.cpus"));
    assertEquals("1\n", testbed.read("/c/a/cpuset.mems"));
    assertEquals("1\n", testbed.read("/c/a/cpuset.memory_migrate"));
    var members = testbed.members("/c/a");
    assertFalse(members.size() < MEMBERS);
    for (int pid : members) {
      assertEquals("1-2", machine.process(pid).orElseThrow().cpus().toString(), "task " + pid);
    }
    testbed.remove(cpuset);
    for (int pid : members) {
      assertEquals("0-3", machine.process(pid).orElseThrow().cpus().toString(), "task " + pid);
    }
  }

  /** Some stay, and most have ended before anybody has looked at them. */
  private Void forkUntil(AtomicBoolean done, int parent) throws ContainerException {
    for (int i = 0; i < MEMBERS || !done.get(); i++) {
      int pid = testbed.fork(parent);
      if (i >= MEMBERS) {
        testbed.exit(pid);
      }
    }
    return null;
  }
}
