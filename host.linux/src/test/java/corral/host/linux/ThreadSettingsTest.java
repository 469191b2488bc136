package corral.host.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sets something made up of the threads of this process. */
@Timeout(60)
class ThreadSettingsTest {
  private static final int MOST_STARTED = 100;

  private final ProcReader proc = new ProcReader();
  private final List<Thread> started = new ArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void close() throws InterruptedException {
    end.countDown();
    for (var thread : started) {
      thread.join();
    }
    proc.close();
  }

  @Test
  void isDoneWhenAllNewThreadsHaveItFromThoseThatMakeThem() throws Exception {
    var made = new MadeUp(threads(), "before");
    made.setAll(self(), "wanted");
    assertTrue(started.size() < MOST_STARTED, () -> started.size() + " threads");
  }

  @Test
  void aThreadThatWasMadeMeanwhileIsReleasedToo() throws Exception {
    var made = new MadeUp(threads(), "before");
    made.setAll(self(), "wanted");
    made.release(self());
    assertFalse(started.isEmpty());
    for (int tid : threads()) {
      assertEquals("before", made.get(tid));
    }
  }

  private int self() {
    return proc.self().pid();
  }

  private List<Integer> threads() {
    return IntStream.of(proc.threads(self())).boxed().toList();
  }

  /** Whenever a thread is set, there is another one, which has inherited what was set. */
  private final class MadeUp extends ThreadSettings<String> {
    private final Map<Integer, String> values = new HashMap<>();
    private String inherited = "before";

    MadeUp(List<Integer> threads, String value) {
      super(proc, "set");
      threads.forEach(tid -> values.put(tid, value));
    }

    @Override
    String get(int tid) {
      return values.getOrDefault(tid, inherited);
    }

    @Override
    void set(int tid, String value) {
      values.put(tid, value);
      inherited = value;
      if (started.size() < MOST_STARTED) {
        started.add(Thread.ofPlatform().start(this::await));
      }
    }

    private void await() {
      try {
        end.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
