package corral.itest;

import static corral.itest.TestMachine.ROOT;

import corral.framework.api.ContainerException;
import corral.framework.api.admin.ContainerAdmin;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.osgi.framework.BundleException;

/**
 * A test machine with a hierarchy {@code /m} of two subsystems and a container {@code a} in it. The
 * log has what the subsystems were told since.
 */
@LeavesNothingBehind
abstract class MountOfTwo {
  final List<String> log = new ArrayList<>();
  TestMachine machine;
  ContainerAdmin admin;
  TestSubsystem one;
  TestSubsystem two;

  @BeforeEach
  void open() throws BundleException, ContainerException {
    machine = new TestMachine();
    admin = machine.admin();
    one = machine.register(new TestSubsystem("one", log));
    two = machine.register(new TestSubsystem("two", log));
    admin.mount("one,two", "/m", ROOT);
    admin.makeContainer("/m/a", ROOT);
    log.clear();
  }

  @AfterEach
  void close() throws BundleException, ContainerException {
    machine.close();
  }
}
