package corral.host.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import corral.host.linux.ffi.OsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may mount by himself can be helped as well. */
@Timeout(60)
class HelpedMountingTest {
  private static final String SOURCE = "corral-1-1";
  private static final int INIT = 26;
  private static final int REQUEST_BYTES = 1 << 17;

  @TempDir private Path directory;
  private HelpedMounting tool;

  @BeforeEach
  void requireHelp() {
    try (var proc = new ProcReader()) {
      tool = new HelpedMounting(proc.self());
    }
    assumeTrue(tool.obstacle().isEmpty(), () -> tool.obstacle().orElseThrow());
  }

  private List<MountTable.Line> mounted() throws IOException {
    return MountTable.read().stream()
        .filter(line -> line.directory().equals(directory.toString()))
        .toList();
  }

  @Test
  void theDeviceComesAndDoesNotBlock() throws Exception {
    try (var device = tool.mount(SOURCE, directory.toString())) {
      assertEquals(
          List.of(new MountTable.Line(directory.toString(), MountTool.TYPE, SOURCE)), mounted());
      var request = ByteBuffer.allocateDirect(REQUEST_BYTES).order(ByteOrder.nativeOrder());
      assertTrue(device.read(request).isPresent());
      assertEquals(INIT, request.getInt(4));
      assertFalse(device.read(request).isPresent());
      tool.detach(directory.toString());
      assertEquals(List.of(), mounted());
      assertThrows(OsException.class, () -> device.read(request));
    }
  }

  @Test
  void whatIsRefusedIsToldInItsWords() {
    var missing = directory.resolve("missing").toString();
    var refusal = assertThrows(OsException.class, () -> tool.mount(SOURCE, missing));
    assertTrue(
        String.valueOf(refusal.getMessage()).startsWith("fusermount3: "), refusal.getMessage());
    assertThrows(IOException.class, () -> tool.detach(missing));
  }
}
