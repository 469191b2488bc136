package corral.itest.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.itest.LeavesNothingBehind;
import corral.itest.LiveMachine;
import corral.itest.MountPoint;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who waits in poll(2) for a file to change, seen through a mount. */
@LeavesNothingBehind
class MountedPollTest {
  private static final int PATIENCE_MILLIS = 60_000;

  @ParameterizedTest
  @CsvSource({"tasks", "cgroup.procs", "cgroup.events"})
  void aTaskThatComesAndGoesIsToldOf(String name) throws Exception {
    try (var machine = new LiveMachine("none,name=corral-poll");
        var mountPoint = MountPoint.of(machine, "name=corral-poll")) {
      SystemCalls.mkdir(mountPoint.directory() + "/a");
      var path = mountPoint.directory() + "/a/" + name;
      int fd = SystemCalls.open(path, SystemCalls.READ_ONLY);
      try {
        var before = SystemCalls.read(fd);
        assertFalse(SystemCalls.awaitChange(fd, 0));
        var task = new ProcessBuilder("sleep", "600").start();
        try {
          machine.admin().attach((int) task.pid(), LiveMachine.MOUNT + "/a", machine.self());
          assertTrue(SystemCalls.awaitChange(fd, PATIENCE_MILLIS));
          SystemCalls.rewind(fd);
          SystemCalls.read(fd);
          assertFalse(SystemCalls.awaitChange(fd, 0));
        } finally {
          task.destroyForcibly().waitFor();
        }
        assertTrue(SystemCalls.awaitChange(fd, PATIENCE_MILLIS));
        SystemCalls.rewind(fd);
        assertEquals(text(before), text(SystemCalls.read(fd)));
      } finally {
        SystemCalls.close(fd);
      }
    }
  }

  @Test
  void aWriterIsToldOf() throws Exception {
    try (var machine = new LiveMachine("none,name=corral-poll");
        var mountPoint = MountPoint.of(machine, "name=corral-poll")) {
      var path = mountPoint.directory() + "/release_agent";
      int fd = SystemCalls.open(path, SystemCalls.READ_ONLY);
      try {
        SystemCalls.read(fd);
        machine.admin().write(LiveMachine.MOUNT + "/release_agent", "/bin/true", machine.self());
        assertTrue(SystemCalls.awaitChange(fd, PATIENCE_MILLIS));
      } finally {
        SystemCalls.close(fd);
      }
    }
  }

  private static String text(byte[] content) {
    return new String(content, StandardCharsets.UTF_8);
  }
}
