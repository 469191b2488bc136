package corral.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.admin.SubsystemReport;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleException;

/** CPUs and memory nodes in two hierarchies, over a live process of the test's own. */
@LeavesNothingBehind
class SplitCpusetTest {
  private static final String MEMORY = "/dev/corral-itest-memset";

  private LiveMachine machine;

  @BeforeEach
  void open() throws BundleException, ContainerException {
    machine = new LiveMachine();
  }

  @AfterEach
  void close() throws BundleException, ContainerException {
    machine.close();
  }

  @Test
  void aProcessIsInOneForItsCpusAndInAnotherForItsMemory() throws Exception {
    var container = machine.makeFilled("both");
    var launch = machine.run(container, "sleep", "60");
    var view = "/proc/" + launch.pid();
    try (var _ = new Configured("subsys.cpuset", Map.of("split", "true"))) {
      await("memset", SubsystemReport.State.UNBOUND);
      await("cpuset", SubsystemReport.State.BOUND);
      machine.admin().mount("memset", MEMORY, machine.self());
      machine.admin().makeContainer(MEMORY + "/near", machine.self());
      machine.write(MEMORY + "/near/memset.mems", "0");
      machine.write(MEMORY + "/near/memset.memory_migrate", "1");
      machine.admin().attach(launch.pid(), MEMORY + "/near", machine.self());
      assertEquals("/both\n", machine.read(view + "/cpuset"));
      assertEquals("/near\n", machine.read(view + "/memset"));
      Refused.with(Errno.ENOENT, () -> machine.read(container + "/cpuset.mems"));
      machine.admin().attach(launch.pid(), MEMORY, machine.self());
      machine.admin().removeContainer(MEMORY + "/near", machine.self());
      machine.admin().unmount(MEMORY, machine.self());
    }
    await("cpuset", SubsystemReport.State.BOUND);
    assertEquals("/both\n", machine.read(view + "/cpuset"));
    assertEquals("0\n", machine.read(container + "/cpuset.mems"));
  }

  private void await(String subsystem, SubsystemReport.State state) {
    while (machine.admin().subsystems().stream()
        .noneMatch(report -> report.name().equals(subsystem) && report.state() == state)) {
      Thread.onSpinWait();
    }
  }
}
