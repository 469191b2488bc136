package corral.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.Host.LaunchRequest;
import corral.framework.api.host.Launch;
import corral.framework.api.host.NamespaceKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Live processes of the tests' own in namespaces of their own. What others do on the machine
 * meanwhile is followed, too, and left alone.
 */
@LeavesNothingBehind
@Timeout(120)
class LiveNamespacesTest {
  private static final String MOUNT = "/dev/corral-itest-ns";
  private static final Map<String, Integer> SYS_UNSHARE = Map.of("amd64", 272, "aarch64", 97);
  private static final int CLONE_NEWUTS = 0x04000000;

  private final List<Process> processes = new ArrayList<>();
  private final List<Launch> launches = new ArrayList<>();
  private LiveMachine machine;
  private NsHierarchy ns;

  @BeforeEach
  void open() throws Exception {
    assumeTrue(succeeds("unshare", "--net", "--uts", "true"), "needs leave to make namespaces");
    machine = new LiveMachine("none,name=itest-idle");
    ns = new NsHierarchy(machine, MOUNT);
  }

  private static boolean succeeds(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException absent) {
      return false;
    }
  }

  /** Only tasks of this test are ended; those of others go back to the root of the hierarchy. */
  @AfterEach
  void close() throws Exception {
    if (machine == null) {
      return;
    }
    launches.forEach(Launch::kill);
    launches.forEach(launch -> launch.exitStatus().join());
    launches.forEach(Launch::close);
    for (var process : processes) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
    ns.close();
    machine.close();
  }

  @Test
  void aProgramBeginsInAContainerOfItsOwn() throws Exception {
    var launch = launch(EnumSet.of(NamespaceKind.NET, NamespaceKind.UTS), "sleep", "110");
    assertEquals(place(machine.self().pid()), place(launch.pid()));
    launch.go();
    assertEquals(own(launch.pid()), place(launch.pid()));
    assertNotEquals(link("self", "net"), link(launch.pid(), "net"));
    assertEquals(link("self", "ipc"), link(launch.pid(), "ipc"));
    for (var kind : NamespaceKind.values()) {
      assertEquals(
          link(launch.pid(), kind.word()) + "\n",
          machine.read(MOUNT + own(launch.pid()) + "/ns." + kind.word()));
    }
    launch.kill();
    awaitGone(own(launch.pid()));
  }

  @Test
  void aProgramWithProcessIdsOfItsOwnIsTheFirst() throws Exception {
    assumeTrue(succeeds("unshare", "--pid", "--fork", "true"), "needs process id namespaces");
    var launch =
        launch(EnumSet.of(NamespaceKind.PID, NamespaceKind.MNT), "sh", "-c", "echo $$; sleep 110");
    launch.go();
    assertEquals('1', launch.output().read());
    var child = ProcessHandle.of(launch.pid()).orElseThrow().children().findFirst().orElseThrow();
    assertEquals(own(launch.pid()) + own((int) child.pid()), place((int) child.pid()));
  }

  @Test
  void whatUnshareRefusesIsTold() throws Exception {
    assumeTrue(machine.self().uid() != 0, "needs an ordinary user");
    Refused.with(Errno.EPERM, () -> launch(EnumSet.of(NamespaceKind.NET), "true"));
  }

  @Test
  void whoUnsharesAndExecutesIsFollowed() throws Exception {
    int pid = start("unshare", "--net", "sleep", "110");
    await(pid, own(pid));
  }

  @Test
  void whoIsForkedIntoNewProcessIdsIsFollowed() throws Exception {
    assumeTrue(succeeds("unshare", "--pid", "--fork", "true"), "needs process id namespaces");
    int pid = start("unshare", "--pid", "--fork", "sleep", "110");
    int child = childOf(pid);
    await(child, own(child));
    assertEquals(place(machine.self().pid()), place(pid));
  }

  @Test
  void whoOnlyUnsharesIsFoundByALook() throws Exception {
    int pid = startUnsharing();
    await(pid, own(pid));
  }

  @Test
  void whoEntersNamespacesGoesWhereTheyAre() throws Exception {
    int pid = start("unshare", "--net", "sleep", "110");
    await(pid, own(pid));
    int visitor = start("nsenter", "--net=/proc/" + pid + "/ns/net", "sleep", "110");
    await(visitor, own(pid));
    Refused.with(Errno.EPERM, () -> machine.admin().attach(visitor, MOUNT + "/", machine.self()));
  }

  @Test
  void removalKillsAlsoThoseWithOtherProcessIds() throws Exception {
    assumeTrue(succeeds("unshare", "--pid", "--fork", "true"), "needs process id namespaces");
    var script = "unshare --pid --fork sh -c 'sleep 110 & sleep 110' & wait";
    int pid = start("unshare", "--net", "sh", "-c", script);
    await(pid, own(pid));
    int unshare = childOf(pid);
    int first = childOf(unshare);
    await(first, own(pid) + own(first));
    childOf(first);
    var all = ProcessHandle.of(pid).orElseThrow().descendants().toList();
    machine.admin().killAndRemove(MOUNT + own(pid), machine.self());
    for (var process : all) {
      process.onExit().join();
    }
    Refused.with(Errno.ENOENT, () -> machine.admin().container(MOUNT + own(pid)));
  }

  @Test
  void whatHappensWhileTheBundleIsAwayIsMadeUpFor() throws Exception {
    var bundle = Bundles.named("subsys.ns");
    int before = start("unshare", "--net", "sleep", "110");
    await(before, own(before));
    bundle.stop();
    int meanwhile;
    try {
      meanwhile = startUnsharing();
    } finally {
      bundle.start();
    }
    await(meanwhile, own(meanwhile));
    assertEquals(own(before), place(before));
    bundle.update();
    assertEquals(own(before), place(before));
    assertEquals(own(meanwhile), place(meanwhile));
    int after = start("unshare", "--net", "sleep", "110");
    await(after, own(after));
  }

  private Launch launch(Set<NamespaceKind> unshared, String... command) throws ContainerException {
    var request = new LaunchRequest(List.of(command), Map.of(), false, unshared);
    var launch = machine.host().launch(request);
    launches.add(launch);
    machine.admin().attach(launch.pid(), LiveMachine.MOUNT, machine.self()); // so that it is known
    return launch;
  }

  private int start(String... command) throws IOException {
    var process = new ProcessBuilder(command).start();
    processes.add(process);
    return (int) process.pid();
  }

  /** One that calls unshare(2), and then neither forks nor executes. */
  private int startUnsharing() throws Exception {
    var number = SYS_UNSHARE.get(System.getProperty("os.arch"));
    assumeTrue(number != null && succeeds("perl", "-e", "1"), "needs perl on a known processor");
    int pid =
        start(
            "perl",
            "-e",
            "syscall(%d, %d) == 0 or die; $| = 1; print qq(done\\n); sleep 110"
                .formatted(number, CLONE_NEWUTS));
    assertEquals("done", processes.getLast().inputReader(UTF_8).readLine());
    return pid;
  }

  private static int childOf(int pid) {
    var parent = ProcessHandle.of(pid).orElseThrow();
    Waiting.until(() -> parent.children().findAny().isPresent(), () -> pid + " has no child");
    return (int) parent.children().findFirst().orElseThrow().pid();
  }

  private static String own(int pid) {
    return "/node_" + pid;
  }

  private String place(int pid) {
    return ns.placeOf(pid);
  }

  private void await(int pid, String path) {
    Waiting.until(
        () -> place(pid).equals(path), () -> pid + " is in " + place(pid) + ", not " + path);
  }

  private void awaitGone(String path) {
    Waiting.until(() -> !ns.has(path), () -> path + " is still there");
  }

  private static String link(Object process, String kind) throws IOException {
    return Files.readSymbolicLink(Path.of("/proc/" + process + "/ns/" + kind)).toString();
  }
}
