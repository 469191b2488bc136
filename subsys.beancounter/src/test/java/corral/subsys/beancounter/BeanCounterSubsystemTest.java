package corral.subsys.beancounter;

import static corral.subsys.beancounter.api.BuiltInResource.KMEMSIZE;
import static corral.subsys.beancounter.api.BuiltInResource.NUMFILES;
import static corral.subsys.beancounter.api.BuiltInResource.NUMTASKS;
import static corral.subsys.beancounter.api.Severity.LIMIT;
import static corral.testkit.Testbed.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.host.sim.Faults;
import corral.subsys.beancounter.api.BuiltInResource;
import corral.testkit.Testbed;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The subsystem seen through its control files. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class BeanCounterSubsystemTest {
  private static final String UNLIMITED = Long.toString(Long.MAX_VALUE);

  private final TestBench bench = TestBench.still();

  BeanCounterSubsystemTest() throws ContainerException {}

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void everyResourceHasItsSixFiles() throws ContainerException {
    for (var resource : BuiltInResource.values()) {
      var file = "/c/a/beancounter." + resource.fileName();
      assertEquals("0", bench.read(file + ".held"));
      assertEquals("0", bench.read(file + ".maxheld"));
      assertEquals("0", bench.read(file + ".minheld"));
      assertEquals(UNLIMITED, bench.read(file + ".barrier"));
      assertEquals(UNLIMITED, bench.read(file + ".limit"));
      assertEquals("0", bench.read(file + ".failcnt"));
    }
  }

  @Test
  void boundsAreWrittenAndReadBack() throws ContainerException {
    bench.write("/c/a/beancounter.kmemsize.barrier", "0x10\n");
    bench.write("/c/a/beancounter.kmemsize.limit", "32\n");
    assertEquals("16", bench.read("/c/a/beancounter.kmemsize.barrier"));
    assertEquals("32", bench.read("/c/a/beancounter.kmemsize.limit"));
    assertEquals(UNLIMITED, bench.read("/c/beancounter.kmemsize.limit"));
    bench.write("/c/a/beancounter.kmemsize.limit", UNLIMITED);
    bench.write("/c/a/beancounter.kmemsize.barrier", UNLIMITED);
    assertEquals(UNLIMITED, bench.read("/c/a/beancounter.kmemsize.barrier"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "-1", "1 2", "10k", "1.5", "9223372036854775808", "99999999999999999999"})
  void whatIsNoBoundIsRefused(String text) throws ContainerException {
    bench.write("/c/a/beancounter.numfiles.barrier", "3");
    bench.write("/c/a/beancounter.numfiles.limit", "7");
    for (var file :
        List.of("/c/a/beancounter.numfiles.barrier", "/c/a/beancounter.numfiles.limit")) {
      assertRefused(Errno.EINVAL, () -> bench.write(file, text));
    }
    assertEquals("3", bench.read("/c/a/beancounter.numfiles.barrier"));
    assertEquals("7", bench.read("/c/a/beancounter.numfiles.limit"));
  }

  @Test
  void theBarrierIsNeverAboveTheLimit() throws ContainerException {
    assertRefused(Errno.EINVAL, () -> bench.write("/c/a/beancounter.numfiles.limit", "7"));
    bench.write("/c/a/beancounter.numfiles.barrier", "7");
    bench.write("/c/a/beancounter.numfiles.limit", "7");
    assertRefused(Errno.EINVAL, () -> bench.write("/c/a/beancounter.numfiles.barrier", "8"));
  }

  @Test
  void aWriteThatIsTooLongIsRefused() {
    var text = "1".repeat(4096);
    assertRefused(Errno.E2BIG, () -> bench.write("/c/a/beancounter.numfiles.limit", text));
  }

  @Test
  void whatIsCountedCannotBeWritten() {
    assertRefused(Errno.EACCES, () -> bench.write("/c/a/beancounter.numfiles.held", "0"));
    assertRefused(Errno.EACCES, () -> bench.write("/c/a/beancounter.beancounters", "0"));
  }

  @Test
  void writingZeroBeginsTheExtremesAndFailuresAnew() throws ContainerException {
    var counter = bench.counter("/c/a");
    counter.bound(KMEMSIZE, 9, 9);
    counter.charge(KMEMSIZE, 9, LIMIT);
    assertFalse(counter.tryCharge(KMEMSIZE, 1, LIMIT));
    counter.uncharge(KMEMSIZE, 5);
    for (var file : List.of("maxheld", "minheld", "failcnt")) {
      assertRefused(Errno.EINVAL, () -> bench.write("/c/a/beancounter.kmemsize." + file, "1"));
      bench.write("/c/a/beancounter.kmemsize." + file, "0");
    }
    assertEquals("4", bench.read("/c/a/beancounter.kmemsize.maxheld"));
    assertEquals("4", bench.read("/c/a/beancounter.kmemsize.minheld"));
    assertEquals("0", bench.read("/c/a/beancounter.kmemsize.failcnt"));
  }

  @Test
  void aFileOfARemovedContainerIsRefused() throws ContainerException {
    var file = bench.testbed.admin().open("/c/a/beancounter.numfiles.limit", Testbed.ROOT);
    bench.testbed.rmdir("/c/a");
    assertRefused(Errno.ENODEV, () -> file.write("7"));
  }

  @Test
  void tasksAreCountedAsTheyComeAndGo() throws ContainerException {
    int pid = bench.testbed.forkInto("/c/a");
    int child = bench.machine.fork(pid);
    assertEquals("2", bench.read("/c/a/beancounter.numtasks.held"));
    bench.machine.exit(child);
    bench.testbed.attach(pid, "/c");
    assertEquals("0", bench.read("/c/a/beancounter.numtasks.held"));
    assertEquals("2", bench.read("/c/a/beancounter.numtasks.maxheld"));
    assertEquals("5", bench.read("/c/beancounter.numtasks.held"));
  }

  @Test
  void aTaskThatWouldBeOneTooManyIsRefused() throws ContainerException {
    bench.limit("/c/a", "numtasks", 1);
    bench.testbed.forkInto("/c/a");
    int pid = bench.machine.fork(Testbed.INIT);
    assertRefused(Errno.ENOMEM, () -> bench.testbed.attach(pid, "/c/a"));
    assertEquals("1", bench.read("/c/a/beancounter.numtasks.held"));
    assertEquals("1", bench.read("/c/a/beancounter.numtasks.failcnt"));
    assertEquals("5", bench.read("/c/beancounter.numtasks.held"));
  }

  @Test
  void aForkCannotBeRefusedButIsAFailureEachTime() throws ContainerException {
    bench.limit("/c/a", "numtasks", 1);
    int pid = bench.testbed.forkInto("/c/a");
    bench.machine.fork(pid);
    bench.machine.fork(pid);
    assertEquals("3", bench.read("/c/a/beancounter.numtasks.held"));
    assertEquals("2", bench.read("/c/a/beancounter.numtasks.failcnt"));
  }

  @Test
  void aTaskBringsItsOpenFilesOrStaysOutside() throws ContainerException {
    int pid = bench.machine.fork(Testbed.INIT);
    bench.machine.openFiles(pid, 7);
    bench.limit("/c/a", "numfiles", 9);
    assertRefused(Errno.EMFILE, () -> bench.testbed.attach(pid, "/c/a"));
    assertEquals("0", bench.read("/c/a/beancounter.numtasks.held"));
    assertEquals("0", bench.read("/c/a/beancounter.numtasks.failcnt"));
    assertEquals("1", bench.read("/c/a/beancounter.numfiles.failcnt"));
    bench.machine.closeFiles(pid, 1);
    bench.testbed.attach(pid, "/c/a");
    bench.await("/c/a/beancounter.numfiles.held", "9");
    bench.testbed.attach(pid, "/c");
    bench.await("/c/a/beancounter.numfiles.held", "0");
  }

  @Test
  void memoryIsMeasured() throws ContainerException {
    int one = bench.testbed.forkInto("/c/a");
    int two = bench.testbed.forkInto("/c/a");
    bench.setMemory(one, 100, 50, 8192);
    bench.setMemory(two, 10, 5, 4096);
    bench.configure(new FixedConfig(10, 10));
    bench.await("/c/a/beancounter.kmemsize.held", "12288");
    bench.await("/c/a/beancounter.privvmpages.held", "110");
    bench.await("/c/a/beancounter.physpages.held", "55");
    bench.machine.exit(two);
    bench.await("/c/a/beancounter.physpages.held", "50");
    assertEquals("55", bench.read("/c/a/beancounter.physpages.maxheld"));
  }

  @Test
  void withTheLastTaskAllThatWasMeasuredIsGoneAtOnce() throws ContainerException {
    int one = bench.testbed.forkInto("/c/a");
    int two = bench.testbed.forkInto("/c/a");
    bench.setMemory(one, 100, 50, 8192);
    bench.setMemory(two, 10, 5, 4096);
    bench.configure(new FixedConfig(3_600_000, 3_600_000));
    bench.await("/c/a/beancounter.physpages.held", "55");
    bench.machine.exit(one);
    assertEquals("55", bench.read("/c/a/beancounter.physpages.held"), "until the next look");
    bench.testbed.attach(two, "/c");
    for (var resource : List.of("kmemsize", "privvmpages", "physpages", "numtasks", "numfiles")) {
      assertEquals("0", bench.read("/c/a/beancounter." + resource + ".held"), resource);
    }
  }

  @Test
  void aTaskThatCannotBeReadHoldsNothing() throws ContainerException {
    int one = bench.testbed.forkInto("/c/a");
    int two = bench.testbed.forkInto("/c/a");
    bench.setMemory(one, 100, 50, 8192);
    bench.setMemory(two, 10, 5, 4096);
    bench.machine.faults().refuse(Faults.Operation.MEMORY, one, Errno.EACCES);
    bench.configure(new FixedConfig(10, 10));
    bench.await("/c/a/beancounter.physpages.held", "5");
  }

  @Test
  void countersAndLimitsSurviveAnUpdateOfTheBundle() throws ContainerException {
    bench.limit("/c/a", "numtasks", 1);
    bench.write("/c/a/beancounter.policy", "stop");
    int pid = bench.testbed.forkInto("/c/a");
    var charged = bench.counter("/c/a");
    charged.bound(KMEMSIZE, 10, 20);
    charged.charge(KMEMSIZE, 15, LIMIT);
    assertFalse(charged.tryCharge(KMEMSIZE, 6, LIMIT));
    charged.uncharge(KMEMSIZE, 5);

    bench.leave();
    assertThrows(IllegalStateException.class, () -> charged.uncharge(KMEMSIZE, 10));
    bench.machine.fork(pid);
    bench.come();

    assertEquals("stop", bench.read("/c/a/beancounter.policy"));
    assertEquals("10", bench.read("/c/a/beancounter.kmemsize.held"));
    assertEquals("15", bench.read("/c/a/beancounter.kmemsize.maxheld"));
    assertEquals("10", bench.read("/c/a/beancounter.kmemsize.barrier"));
    assertEquals("20", bench.read("/c/a/beancounter.kmemsize.limit"));
    assertEquals("1", bench.read("/c/a/beancounter.kmemsize.failcnt"));
    assertEquals("2", bench.read("/c/a/beancounter.numtasks.held"));
    assertEquals("1", bench.read("/c/a/beancounter.numtasks.limit"));
    bench.counter("/c/a").uncharge(KMEMSIZE, 10);
    assertEquals("0", bench.read("/c/a/beancounter.kmemsize.held"));
  }

  @Test
  void aChargeOutlivesItsContainer() throws ContainerException {
    var counter = bench.counter("/c/a");
    counter.charge(KMEMSIZE, 10, NUMFILES, 1, LIMIT);
    bench.testbed.rmdir("/c/a");
    assertEquals(10, counter.usage(KMEMSIZE).held());
    assertFalse(counter.tryGet());
    counter.uncharge(KMEMSIZE, 10, NUMFILES, 1);
    assertEquals(0, counter.usage(KMEMSIZE).held());
  }

  @Test
  void aReferenceKeepsTheContainer() throws ContainerException {
    var counter = bench.counter("/c/a");
    assertTrue(counter.tryGet());
    assertRefused(Errno.EBUSY, () -> bench.testbed.rmdir("/c/a"));
    counter.put();
    bench.testbed.rmdir("/c/a");
  }

  @Test
  void countersAreFoundByContainerAndByTask() throws ContainerException {
    int pid = bench.testbed.forkInto("/c/a");
    var task = bench.testbed.admin().container("/c/a").tasks().getFirst();
    assertEquals(pid, task.pid());
    assertEquals(bench.counter("/c/a"), bench.subsystem.of(task).orElseThrow());
    bench.testbed.mount("none,name=other", "/o");
    assertTrue(bench.subsystem.of(bench.testbed.admin().container("/o")).isEmpty());
  }

  @Test
  void filesOfAResourceComeAndGoWithIt() throws ContainerException {
    var sockets = new NamedResource("sockets");
    bench.resources.add(sockets);
    bench.announceResources();
    bench.limit("/c/a", "sockets", 2);
    bench.counter("/c/a").charge(sockets, 2, LIMIT);
    bench.resources.remove(sockets);
    bench.announceResources();
    assertRefused(Errno.ENOENT, () -> bench.read("/c/a/beancounter.sockets.held"));

    bench.leave();
    bench.come();
    var back = new NamedResource("sockets");
    bench.resources.add(back);
    bench.announceResources();
    assertEquals("2", bench.read("/c/a/beancounter.sockets.held"));
    assertEquals("2", bench.read("/c/a/beancounter.sockets.limit"));
  }

  @Test
  void aChildTakesTheBoundsOverIfItsParentIsToBeCloned() throws ContainerException {
    bench.limit("/c/a", "numtasks", 5);
    bench.write("/c/a/beancounter.policy", "kill");
    bench.testbed.mkdir("/c/a/plain");
    bench.write("/c/a/cgroup.clone_children", "1");
    bench.testbed.mkdir("/c/a/clone");
    assertEquals(UNLIMITED, bench.read("/c/a/plain/beancounter.numtasks.limit"));
    assertEquals("5", bench.read("/c/a/clone/beancounter.numtasks.limit"));
    assertEquals("kill", bench.read("/c/a/clone/beancounter.policy"));
  }

  @Test
  void theTableIsLikeThatOfOpenVz() throws ContainerException {
    bench.testbed.mkdir("/c/a/b");
    bench.limit("/c/a", "numtasks", 5);
    bench.counter("/c/a/b").charge(NUMTASKS, 7, LIMIT);
    var rows =
        Stream.of(bench.testbed.read("/c/a/beancounter.beancounters").split("\n"))
            .map(row -> row.replaceAll(" +", " "))
            .toList();
    assertEquals("Version: 2.5", rows.get(0));
    assertEquals(" uid resource held maxheld barrier limit failcnt", rows.get(1));
    assertEquals(" /a: kmemsize 0 0 " + UNLIMITED + " " + UNLIMITED + " 0", rows.get(2));
    assertEquals(" numtasks 0 0 5 5 0", rows.get(5));
    assertEquals(" /a/b: kmemsize 0 0 " + UNLIMITED + " " + UNLIMITED + " 0", rows.get(7));
    assertEquals(" numtasks 7 7 " + UNLIMITED + " " + UNLIMITED + " 0", rows.get(10));
    assertEquals(12, rows.size());
  }

  @Test
  void aPolicyHasOneOfThreeNames() throws ContainerException {
    assertEquals("report", bench.read("/c/a/beancounter.policy"));
    bench.write("/c/a/beancounter.policy", "kill\n");
    assertEquals("kill", bench.read("/c/a/beancounter.policy"));
    assertRefused(Errno.EINVAL, () -> bench.write("/c/a/beancounter.policy", "shout"));
    assertEquals("kill", bench.read("/c/a/beancounter.policy"));
  }
}
