package corral.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the users of a mount see of a Corral that is killed, or does not answer. */
class KilledMountTest {
  private static final long PATIENCE_SECONDS = 60;

  @TempDir private Path directory;
  private Path mountPoint;
  private Process corral;
  private List<ProcessHandle> children = List.of();

  @BeforeEach
  void start() throws Exception {
    assumeTrue(System.getProperty("user.name").equals("root"), "needs root");
    assumeTrue(Files.isWritable(Path.of("/dev/fuse")), "needs /dev/fuse");
    mountPoint = Files.createTempDirectory("corral-killed");
    corral =
        Command.in(directory)
            .start(
                "-c",
                "mount none,name=killed "
                    + mountPoint
                    + "; mount; run sh -c \"echo started; exec sleep 600\"");
    // A line of headings, and that of the mount.
    var reader = corral.inputReader(StandardCharsets.UTF_8);
    reader.readLine();
    assertTrue(reader.readLine().endsWith("yes"));
    assertEquals("started", reader.readLine());
    children = corral.descendants().toList();
  }

  @AfterEach
  void end() throws Exception {
    if (corral != null) {
      children.forEach(ProcessHandle::destroyForcibly);
      corral.destroyForcibly().waitFor();
      if (isMounted()) {
        run("umount", "-l", mountPoint.toString());
      }
      Files.delete(mountPoint);
    }
  }

  private boolean isMounted() throws IOException {
    return Files.readString(Path.of("/proc/self/mountinfo")).contains(" " + mountPoint + " ");
  }

  private String run(String... command) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    var process = builder.start();
    try {
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
      return output;
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aKilledOneFailsAtOnceAndTheNextMountsAgain() throws Exception {
    corral.destroyForcibly().waitFor();
    assertTrue(isMounted());
    // The first one may come while the kernel is giving it up.
    var answer = run("ls", mountPoint.toString());
    assertTrue(answer.matches("(?s).*(connection abort|endpoint is not connected).*"), answer);
    var next =
        Command.in(directory)
            .run("-c", "mount none,name=killed " + mountPoint + "; run ls " + mountPoint);
    assertEquals("", next.errors());
    assertTrue(next.out().contains("notify_on_release"), next.out());
    assertFalse(isMounted());
  }

  @Test
  void whoWaitsForAStoppedOneCanBeInterrupted() throws Exception {
    run("kill", "-STOP", Long.toString(corral.pid()));
    var user = new ProcessBuilder("cat", mountPoint.resolve("tasks").toString()).start();
    try {
      user.destroy();
      assertTrue(user.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
    } finally {
      run("kill", "-CONT", Long.toString(corral.pid()));
    }
    assertTrue(run("cat", mountPoint.resolve("tasks").toString()).contains(corral.pid() + "\n"));
  }
}
