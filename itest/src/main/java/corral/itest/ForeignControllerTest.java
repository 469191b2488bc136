package corral.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import corral.framework.api.ContainerException;
import corral.framework.api.ContainerSubsystem;
import corral.framework.api.Errno;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/**
 * Another bundle registers and unregisters a controller of resource groups while there are some.
 */
@LeavesNothingBehind
class ForeignControllerTest {
  private LiveMachine machine;

  @BeforeEach
  void open() throws BundleException, ContainerException {
    machine = new LiveMachine("none,name=groups");
    machine.make("a");
  }

  @AfterEach
  void close() throws BundleException, ContainerException {
    machine.close();
  }

  @Test
  void comesAndGoesWithItsShares() throws Exception {
    var shares = LiveMachine.MOUNT + "/a/tin.shares";
    var first = register();
    machine.admin().bind("tin", LiveMachine.MOUNT, machine.self());
    machine.write(shares, "min_shares=25");
    assertEquals("250 pieces\n", machine.read(LiveMachine.MOUNT + "/a/tin.stats"));

    first.unregister();
    Refused.with(Errno.ENOENT, () -> machine.read(shares));
    machine.make("b");

    var second = register();
    assertEquals(
        "res=tin,min_shares=25,max_shares=-3,child_shares_divisor=100\n", machine.read(shares));
    Refused.with(
        Errno.EINVAL, () -> machine.write(LiveMachine.MOUNT + "/b/tin.shares", "min_shares=76"));
    machine.admin().unbind("tin", machine.self());
    second.unregister();
  }

  @Test
  void goesOnWithoutTheBundleOfTheLibrary() throws Exception {
    var tin = register();
    machine.admin().bind("tin", LiveMachine.MOUNT, machine.self());
    var library = Bundles.named("subsys.resgroup");
    library.stop();
    try {
      machine.write(LiveMachine.MOUNT + "/a/tin.shares", "min_shares=1");
      assertEquals("10 pieces\n", machine.read(LiveMachine.MOUNT + "/a/tin.stats"));
    } finally {
      library.start();
      machine.admin().unbind("tin", machine.self());
      tin.unregister();
    }
    assertEquals(
        List.of(),
        machine.admin().subsystems().stream().filter(s -> s.name().equals("tin")).toList());
  }

  @SuppressWarnings("rawtypes")
  private static ServiceRegistration<ContainerSubsystem> register() {
    return FrameworkUtil.getBundle(Tin.class)
        .getBundleContext()
        .registerService(ContainerSubsystem.class, new Tin(), null);
  }
}
