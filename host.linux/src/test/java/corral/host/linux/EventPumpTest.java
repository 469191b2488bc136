package corral.host.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.host.linux.RecordedEvents.Repaired;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventPumpTest {
  private final ProcReader proc = new ProcReader();
  private final RecordedEvents events = new RecordedEvents();

  @AfterEach
  void close() {
    proc.close();
  }

  /** A source that fails at once. */
  private static final class Broken implements EventSource {
    private boolean isClosed;

    @Override
    public String description() {
      return "broken";
    }

    @Override
    public void tell(Census census, Reporter reporter) {
      throw new IllegalStateException("it broke");
    }

    @Override
    public void stop() {}

    @Override
    public void close() {
      isClosed = true;
    }
  }

  @Test
  void anotherSourceTakesThePlaceOfOneThatFails() throws Exception {
    var broken = new Broken();
    var polling = new PollingSource(proc, Duration.ofMillis(20));
    var pinned = new PinnedProcesses(proc);
    var pump = new EventPump(proc, List.of(pinned), new EventSources(List.of(broken, polling), ""));
    var launcher = new Launcher(proc, new LinuxNamespaces(proc));
    var host = new LinuxHost(events, proc, pump, launcher);
    host.start();
    try (var child = Child.sh("read line")) {
      events.await(Repaired.class, _ -> true);
      assertEquals(polling.description() + ", since it broke", host.status());
      child.end();
      events.awaitExit(child.pid());
    } finally {
      host.stop();
    }
    assertTrue(broken.isClosed);
  }
}
