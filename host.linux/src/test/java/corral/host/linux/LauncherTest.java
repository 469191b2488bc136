package corral.host.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.Host.LaunchRequest;
import corral.framework.api.host.Launch;
import corral.framework.api.host.NamespaceKind;
import corral.framework.api.host.Namespaces;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LauncherTest {
  @AutoClose private final ProcReader proc = new ProcReader();
  private final LinuxNamespaces namespaces = new LinuxNamespaces(proc);
  private final Launcher launcher = new Launcher(proc, namespaces);

  @Test
  void waitsUntilItIsLetGo(@TempDir Path directory) throws Exception {
    var trace = directory.resolve("trace");
    try (var launch = launch("/bin/sh", "-c", "echo $$ >\"$0\"; echo done", trace.toString())) {
      assertTrue(ProcessHandle.of(launch.pid()).orElseThrow().isAlive());
      assertFalse(Files.exists(trace));
      launch.go();
      assertEquals("done\n", output(launch));
      assertEquals(0, launch.exitStatus().join());
      assertEquals(launch.pid() + "\n", Files.readString(trace));
    }
  }

  @Test
  void passesEveryWordAsItIs() throws Exception {
    try (var launch = launch("printf", "<%s>", "a b", "", "$HOME", "'\"`\\", "two\nlines", "*")) {
      launch.go();
      assertEquals("<a b><><$HOME><'\"`\\><two\nlines><*>", output(launch));
    }
  }

  @Test
  void givesTheEnvironmentThatWasAskedFor() throws Exception {
    var environment = Map.of("PATH", "/usr/bin:/bin", "COLOUR", "blue sky");
    try (var launch = launcher.launch(new LaunchRequest(List.of("env"), environment, false))) {
      launch.go();
      var lines = output(launch).lines().toList();
      assertTrue(lines.contains("COLOUR=blue sky"));
      assertTrue(lines.stream().noneMatch(line -> line.startsWith("HOME=")));
      assertTrue(lines.stream().noneMatch(line -> line.startsWith("corral")));
    }
  }

  @Test
  void tellsTheExitStatus() throws Exception {
    try (var launch = launch("/bin/sh", "-c", "exit 7")) {
      launch.go();
      assertEquals(7, launch.exitStatus().join());
    }
  }

  @Test
  void tellsTheSignalThatEndedIt() throws Exception {
    try (var launch = launch("sleep", "60")) {
      launch.go();
      launch.kill();
      assertEquals(128 + 9, launch.exitStatus().join());
    }
    try (var launch = launch("sleep", "60")) {
      launch.go();
      launch.terminate();
      assertEquals(128 + 15, launch.exitStatus().join());
    }
  }

  @Test
  void givesNamespacesWhenItIsLetGoAndWaitsForThoseWhoWatch() throws Exception {
    assumeMayUnshare();
    var seen = new CompletableFuture<Long>();
    try (var _ = namespaces.watch(new Noticer(seen));
        var launch = unshared(NamespaceKind.UTS, "readlink", "/proc/self/ns/uts")) {
      long before = namespaces.of(launch.pid(), NamespaceKind.UTS);
      assertFalse(seen.isDone());
      launch.go();
      assertNotEquals(before, seen.join());
      assertEquals("uts:[" + seen.join() + "]\n", output(launch));
      assertEquals(0, launch.exitStatus().join());
    }
  }

  /** Notes the namespace that a process is in when it waits. */
  private final class Noticer implements Namespaces.Watcher {
    private final CompletableFuture<Long> seen;

    Noticer(CompletableFuture<Long> seen) {
      this.seen = seen;
    }

    @Override
    public void changed(int pid) {}

    @Override
    public CompletableFuture<Void> follow(int pid) {
      try {
        seen.complete(namespaces.of(pid, NamespaceKind.UTS));
      } catch (ContainerException gone) {
        seen.completeExceptionally(gone);
      }
      return CompletableFuture.completedFuture(null);
    }
  }

  @Test
  void aProcessInNamespacesEndsAtBothGates() throws Exception {
    assumeMayUnshare();
    var launch = unshared(NamespaceKind.UTS, "sleep", "60");
    launch.close();
    assertEquals(128 + 9, launch.exitStatus().join());
    try (var killed = unshared(NamespaceKind.UTS, "sleep", "60")) {
      killed.kill();
      killed.go();
      assertEquals(128 + 9, killed.exitStatus().join());
    }
  }

  private static void assumeMayUnshare() throws Exception {
    boolean may = new ProcessBuilder("unshare", "--uts", "true").start().waitFor() == 0;
    assumeTrue(may, "needs leave to make namespaces");
  }

  private Launch unshared(NamespaceKind kind, String... command) throws ContainerException {
    return launcher.launch(new LaunchRequest(List.of(command), Map.of(), false, Set.of(kind)));
  }

  @Test
  void endsAProcessThatWasNeverLetGo() throws Exception {
    var launch = launch("sleep", "60");
    launch.close();
    assertEquals(128 + 9, launch.exitStatus().join());
  }

  @Test
  void goingOnIsOverWhenItHasEnded() throws Exception {
    try (var launch = launch("sleep", "60")) {
      launch.kill();
      launch.exitStatus().join();
      launch.go();
      launch.go();
    }
  }

  @Test
  void aWaitingProcessEndsWithTheOneThatStartedIt() throws Exception {
    try (var starter = Child.java(WaitingLaunch.class)) {
      var waiting = ProcessHandle.of(Long.parseLong(starter.hear())).orElseThrow();
      ProcessHandle.of(starter.pid()).orElseThrow().destroyForcibly();
      waiting.onExit().join();
    }
  }

  @Test
  void aProgramThatCannotBeExecutedSaysSo(@TempDir Path directory) throws Exception {
    var script = Files.writeString(directory.resolve("script"), "#!/no/such/interpreter\n");
    assertTrue(script.toFile().setExecutable(true));
    try (var launch = launch(script.toString())) {
      launch.go();
      assertTrue(output(launch).contains(script.toString()));
      assertTrue(List.of(126, 127).contains(launch.exitStatus().join()));
    }
  }

  @Test
  void refusesWhatCannotBeStarted(@TempDir Path directory) throws Exception {
    var data = Files.writeString(directory.resolve("data"), "no program\n");
    assertRefused(Errno.ENOENT, "no-such-program");
    assertRefused(Errno.ENOENT, "/no/such/program");
    assertRefused(Errno.ENOENT, "");
    assertRefused(Errno.EACCES, data.toString());
    assertRefused(Errno.EACCES, directory.toString());
    assertRefused(Errno.EINVAL, "echo", "a\0b");
    assertRefused(Errno.EINVAL);
  }

  private void assertRefused(Errno errno, String... command) {
    var refusal = assertThrows(ContainerException.class, () -> launch(command));
    assertEquals(errno, refusal.errno());
  }

  private Launch launch(String... command) throws ContainerException {
    return launcher.launch(new LaunchRequest(List.of(command), Map.of(), false));
  }

  private static String output(Launch launch) throws IOException {
    return new String(launch.output().readAllBytes(), StandardCharsets.UTF_8);
  }
}
