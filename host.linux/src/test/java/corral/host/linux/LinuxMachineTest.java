package corral.host.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.host.IndexSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxMachineTest {
  @Test
  void readsWhatTheKernelShows(@TempDir Path devices) throws IOException {
    write(devices.resolve("cpu/possible"), "0-7\n");
    write(devices.resolve("cpu/online"), "0-3,5\n");
    write(devices.resolve("node/possible"), "0-1\n");
    write(devices.resolve("node/online"), "1\n");
    var machine = new LinuxMachine(devices);
    assertEquals(IndexSet.firstOf(8), machine.cpus());
    assertEquals(IndexSet.of(0, 1, 2, 3, 5), machine.onlineCpus());
    assertEquals(IndexSet.of(0, 1), machine.memoryNodes());
    assertEquals(IndexSet.of(1), machine.onlineMemoryNodes());
  }

  @Test
  void hasOneMemoryNodeWhereTheKernelKnowsNone(@TempDir Path devices) {
    var machine = new LinuxMachine(devices);
    assertEquals(IndexSet.of(0), machine.memoryNodes());
    assertEquals(IndexSet.of(0), machine.onlineMemoryNodes());
  }

  @Test
  void knowsThisMachine() {
    var machine = new LinuxMachine();
    assertTrue(machine.onlineCpus().isWithin(machine.cpus()));
    assertTrue(machine.onlineCpus().size() >= Runtime.getRuntime().availableProcessors());
    assertTrue(machine.onlineMemoryNodes().isWithin(machine.memoryNodes()));
    assertEquals(100, machine.userHz());
  }

  private static void write(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
