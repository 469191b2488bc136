package corral.front.fuse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LeadershipTest {
  private final Leadership leadership = new Leadership();

  @AfterEach
  void close() {
    leadership.close();
  }

  /** A thread that waits as the deputy. */
  private CompletableFuture<Boolean> deputy() throws InterruptedException {
    var leads = new CompletableFuture<Boolean>();
    Thread.ofPlatform().start(() -> leads.complete(leadership.await()));
    while (!leadership.hasDeputy() && !leads.isDone()) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    return leads;
  }

  @Test
  void theFirstLeadsAtOnceAndStaysTheLeader() {
    assertTrue(leadership.await());
    assertTrue(leadership.end(leadership.begin()));
    assertTrue(leadership.end(leadership.begin()));
    assertFalse(leadership.hasDeputy());
  }

  @Test
  void whoIsHeldUpLosesTheLead() throws Exception {
    assertTrue(leadership.await());
    var deputy = deputy();
    long held = leadership.begin();
    assertTrue(deputy.get());
    assertFalse(leadership.end(held));
    assertTrue(leadership.end(leadership.begin()), "the new leader's");
  }

  /** It sleeps by then, as nothing was begun for long. */
  @Test
  void aDeputyThatSleepsIsWoken() throws Exception {
    assertTrue(leadership.await());
    var leads = new CompletableFuture<Boolean>();
    var thread = Thread.ofPlatform().start(() -> leads.complete(leadership.await()));
    while (thread.getState() != Thread.State.WAITING) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    long held = leadership.begin();
    assertTrue(leads.get());
    assertFalse(leadership.end(held));
  }

  @Test
  void oneDeputyIsEnough() throws Exception {
    assertTrue(leadership.await());
    var deputy = deputy();
    assertFalse(leadership.await());
    leadership.resign();
    assertTrue(deputy.get());
  }

  @Test
  void closingLetsTheDeputyGo() throws Exception {
    assertTrue(leadership.await());
    var deputy = deputy();
    leadership.close();
    assertEquals(false, deputy.get());
    assertFalse(leadership.await());
  }
}
