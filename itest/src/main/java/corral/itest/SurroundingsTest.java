package corral.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;

/** What is left behind is seen, and what ends in time is not. */
@LeavesNothingBehind
class SurroundingsTest {
  private final Surroundings before = Surroundings.now();

  @Test
  void aServiceIsSeen() throws InterruptedException {
    var context = FrameworkUtil.getBundle(getClass()).getBundleContext();
    var service = context.registerService(Runnable.class, () -> {}, null);
    assertOneChange("service java.lang.Runnable of itest");
    service.unregister();
    assertEquals(List.of(), before.changes(LeftoverCheck.PATIENCE));
  }

  @Test
  void aStoppedBundleIsSeen() throws BundleException, InterruptedException {
    var bundle = Bundles.named("subsys.cpuacct");
    bundle.stop();
    try {
      assertTrue(
          before.changes(Duration.ZERO).stream()
              .anyMatch(line -> line.startsWith("bundle subsys.cpuacct")));
    } finally {
      bundle.start();
    }
    assertEquals(List.of(), before.changes(LeftoverCheck.PATIENCE));
  }

  @Test
  void aThreadIsSeen() throws InterruptedException {
    var end = new CountDownLatch(1);
    var thread =
        Thread.ofPlatform()
            .name("left by a test")
            .start(
                () -> {
                  try {
                    end.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    assertOneChange("thread " + thread);
    end.countDown();
    assertEquals(List.of(), before.changes(LeftoverCheck.PATIENCE));
  }

  @Test
  void aProcessIsSeen() throws IOException, InterruptedException {
    var process = new ProcessBuilder("cat").start();
    try {
      assertOneChange("process " + process.pid());
    } finally {
      process.destroy();
    }
    assertEquals(List.of(), before.changes(LeftoverCheck.PATIENCE));
  }

  private void assertOneChange(String beginning) throws InterruptedException {
    var changes = before.changes(Duration.ZERO);
    assertEquals(1, changes.size(), changes::toString);
    assertTrue(changes.getFirst().startsWith(beginning), changes::toString);
  }
}
