package corral.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.Launch;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleException;

/** A container that is given to a user, with a live process of that user in it. */
@LeavesNothingBehind
class LiveDelegationTest {
  private static final String SETPRIV = "/usr/bin/setpriv";
  private static final Caller NOBODY = new Caller(0, 65534, 65534);

  private LiveMachine machine;

  @BeforeEach
  void open() throws BundleException, ContainerException {
    machine = new LiveMachine();
  }

  @AfterEach
  void close() throws BundleException, ContainerException {
    machine.close();
  }

  /** A process that is nobody's by the time that this returns. */
  private Launch runAsNobody(String container) throws Exception {
    var launch =
        machine.run(
            container,
            SETPRIV,
            "--reuid=65534",
            "--regid=65534",
            "--clear-groups",
            "sh",
            "-c",
            "echo ready; exec sleep 60");
    var output = new BufferedReader(new InputStreamReader(launch.output(), StandardCharsets.UTF_8));
    assertEquals("ready", output.readLine());
    return launch;
  }

  @Test
  void itsOwnerDividesItAndMovesHisProcessesWithin() throws Exception {
    assumeTrue(machine.self().uid() == 0, "needs root to run a process as another user");
    assumeTrue(Files.isExecutable(Path.of(SETPRIV)), "needs setpriv of util-linux");
    var admin = machine.admin();
    var given = machine.makeFilled("given");
    var roots = machine.run(given, "sleep", "60");
    var process = runAsNobody(given);
    var own = given + "/own";
    Refused.with(Errno.EACCES, () -> admin.makeContainer(own, NOBODY));

    admin.changeOwner(given, NOBODY.uid(), NOBODY.gid(), machine.self());
    admin.makeContainer(own, NOBODY);
    admin.write(own + "/cpuset.cpus", "0", NOBODY);
    admin.write(own + "/cpuset.mems", "0", NOBODY);
    admin.attach(process.pid(), own, NOBODY);
    assertEquals(process.pid() + "\n", machine.read(own + "/tasks"));

    Refused.with(Errno.EACCES, () -> admin.attach(roots.pid(), own, NOBODY));
    Refused.with(Errno.EACCES, () -> admin.attach(process.pid(), LiveMachine.MOUNT, NOBODY));
    Refused.with(Errno.EACCES, () -> admin.write(given + "/cpuset.cpus", "0", NOBODY));
    Refused.with(Errno.EACCES, () -> admin.killAndRemove(given, NOBODY));
    admin.killAndRemove(own, NOBODY);
    assertEquals(128 + 9, process.exitStatus().get());
    Refused.with(Errno.ENOENT, () -> admin.container(own));
  }
}
