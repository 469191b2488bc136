package corral.host.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.host.IndexSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxMachineTest {
  private static final Duration LOOK = Duration.ofMillis(5);

  @Test
  void readsWhatTheKernelShows(@TempDir Path devices) throws IOException {
    write(devices.resolve("cpu/possible"), "0-7\n");
    write(devices.resolve("cpu/online"), "0-3,5\n");
    write(devices.resolve("node/possible"), "0-1\n");
    write(devices.resolve("node/online"), "1\n");
    var machine = new LinuxMachine(devices, LOOK);
    assertEquals(IndexSet.firstOf(8), machine.cpus());
    assertEquals(IndexSet.of(0, 1, 2, 3, 5), machine.onlineCpus());
    assertEquals(IndexSet.of(0, 1), machine.memoryNodes());
    assertEquals(IndexSet.of(1), machine.onlineMemoryNodes());
  }

  @Test
  void hasOneMemoryNodeWhereTheKernelKnowsNone(@TempDir Path devices) {
    var machine = new LinuxMachine(devices, LOOK);
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
    assertEquals(1, Integer.bitCount(machine.pageBytes()));
    assertTrue(machine.pageBytes() >= 4096);
  }

  @Test
  void tellsWhenCpusGoAndComeUntilItIsNotToTell(@TempDir Path devices) throws Exception {
    write(devices.resolve("cpu/online"), "0-3\n");
    var machine = new LinuxMachine(devices, LOOK);
    var changes = new LinkedBlockingQueue<IndexSet>();
    try (var _ = machine.onChange(() -> changes.add(machine.onlineCpus()))) {
      replace(devices.resolve("cpu/online"), "0-1,3\n");
      assertEquals(IndexSet.of(0, 1, 3), changes.take());
      replace(devices.resolve("cpu/online"), "0-3\n");
      assertEquals(IndexSet.firstOf(4), changes.take());
    }
    replace(devices.resolve("cpu/online"), "0\n");
    try (var _ = machine.onChange(() -> changes.add(IndexSet.EMPTY))) {
      replace(devices.resolve("cpu/online"), "0-1\n");
      assertEquals(IndexSet.EMPTY, changes.take(), "told of a change after the end");
    }
    assertTrue(changes.isEmpty());
  }

  @Test
  void nobodyIsToldAfterTheMachineHasGone(@TempDir Path devices) throws Exception {
    write(devices.resolve("cpu/online"), "0\n");
    var machine = new LinuxMachine(devices, LOOK);
    var watch = machine.onChange(() -> {});
    assertTrue(isWatching());
    machine.close();
    while (isWatching()) {
      Thread.onSpinWait();
    }
    watch.close();
  }

  private static boolean isWatching() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("corral-hotplug"));
  }

  /** In one step, as the kernel shows it. */
  private static void replace(Path file, String content) throws IOException {
    var next = file.resolveSibling("next");
    Files.writeString(next, content);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void write(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
