package corral.subsys.cpuacct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.CpuUsage;
import corral.framework.api.host.CpuAccounting;
import corral.testkit.Testbed;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadSamplerTest {
  private final Testbed testbed = new Testbed();
  private final Semaphore samples = new Semaphore(0);
  private final CompletableFuture<Thread> samplingThread = new CompletableFuture<>();

  /** Tells when the sampler's thread asks it. */
  private final CpuAccounting accounting =
      new CpuAccounting() {
        @Override
        public CpuUsage usage(int pid) throws ContainerException {
          if (Thread.currentThread().getName().equals("corral-cpuacct-load")) {
            samplingThread.complete(Thread.currentThread());
            samples.release();
          }
          return testbed.machine().usage(pid);
        }
      };

  private final CpuacctSubsystem cpuacct =
      new CpuacctSubsystem(accounting, testbed.machine(), new FixedConfig(3600));

  @BeforeEach
  void mount() throws ContainerException {
    testbed.add(cpuacct);
    testbed.mount("cpuacct", "/c");
  }

  @AfterEach
  void leave() {
    testbed.close();
    cpuacct.close();
  }

  @Test
  void samplesAgainAndAgainWithAShorterInterval() throws InterruptedException {
    await(1);
    cpuacct.configure(new FixedConfig(1));
    await(2);
  }

  @Test
  void samplesInTheBackgroundUntilItIsClosed() throws InterruptedException {
    var thread = samplingThread.join();
    assertTrue(thread.isAlive());
    cpuacct.close();
    thread.join();
  }

  /** With this interval there is only the sample that a mount begins with. */
  @Test
  void theFirstSampleFindsTasksThatAreStillOnTheirWayIntoTheHierarchy() throws Exception {
    for (int i = 0; i < 100; i++) {
      await(1);
      testbed.unmount("/c");
      samples.drainPermits();
      testbed.mount("cpuacct", "/c");
    }
  }

  @Test
  void loadIsThePartOfTheIntervalThatWasUsed() throws ContainerException {
    var account = new CpuAccount(testbed.admin().container("/c"), null);
    account.charge(new CpuUsage(700, 700, 0));
    account.beginLoad();
    assertEquals(0, account.loadPercent());
    account.charge(new CpuUsage(495, 495, 0));
    account.sampleLoad(1000);
    assertEquals(50, account.loadPercent());
    account.charge(new CpuUsage(2000, 2000, 0));
    account.sampleLoad(1000);
    assertEquals(200, account.loadPercent());
    account.sampleLoad(1000);
    assertEquals(0, account.loadPercent());
  }

  @Test
  void anotherIntervalKeepsTheLoadUntilItIsOver() throws ContainerException {
    var account = new CpuAccount(testbed.admin().container("/c"), null);
    account.charge(new CpuUsage(500, 500, 0));
    account.sampleLoad(1000);
    account.beginLoad();
    assertEquals(50, account.loadPercent());
    account.sampleLoad(1000);
    assertEquals(0, account.loadPercent());
  }

  @Test
  void aResetDoesNotTouchTheLoad() throws ContainerException {
    var account = new CpuAccount(testbed.admin().container("/c"), null);
    account.charge(new CpuUsage(500, 500, 0));
    account.reset();
    account.sampleLoad(1000);
    assertEquals(50, account.loadPercent());
  }

  @Test
  void loadIsAFile() throws ContainerException {
    testbed.run(Testbed.INIT, Duration.ofNanos(1));
    assertEquals("0\n", testbed.read("/c/cpuacct.load"));
  }

  private void await(int count) throws InterruptedException {
    assertTrue(samples.tryAcquire(count, 1, TimeUnit.MINUTES), "no sample was taken");
  }
}
