package corral.framework.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AgentOutputTest {
  @Test
  void itsFirstPartIsKeptAndTheRestIsRead() {
    var source = new ByteArrayInputStream("x".repeat(10_000).getBytes(UTF_8));
    var output = new AgentOutput(source);
    output.run();
    assertEquals("x".repeat(4096), output.atTheEnd());
    assertEquals(0, source.available());
  }

  /** As a child does that the agent leaves behind. */
  @Test
  void whoeverKeepsItOpenIsNotWaitedFor() throws Exception {
    try (var source = new PipedInputStream()) {
      Thread reader;
      try (var writer = new PipedOutputStream(source)) {
        var output = new AgentOutput(source);
        reader = Thread.ofPlatform().daemon().start(output);
        writer.write("done".getBytes(UTF_8));
        writer.flush();
        assertEquals("done", output.atTheEnd());
      }
      reader.join();
    }
  }
}
