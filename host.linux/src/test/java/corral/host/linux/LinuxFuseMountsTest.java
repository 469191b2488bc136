package corral.host.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.host.linux.ffi.FuseDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LinuxFuseMountsTest {
  /** FUSE_INIT: what a kernel sends first. */
  private static final int INIT = 26;

  private static final int REQUEST_BYTES = 1 << 17;

  @TempDir private Path directory;

  private final ProcReader proc = new ProcReader();
  private final LinuxFuseMounts mounts;

  LinuxFuseMountsTest() throws IOException {
    mounts = new LinuxFuseMounts(proc);
  }

  @AfterEach
  void unmountAll() {
    mounts.stop();
    proc.close();
  }

  private void requireMounting() {
    assumeTrue(mounts.obstacle().isEmpty(), () -> mounts.obstacle().orElseThrow());
  }

  private void requireRoot() {
    assumeTrue(proc.self().uid() == 0, "needs root");
    requireMounting();
  }

  /** Takes a file system away as another program would. */
  private void detach(Path place) throws IOException {
    var tool =
        proc.self().uid() == 0 ? new OwnMounting(proc.self()) : new HelpedMounting(proc.self());
    tool.detach(place.toString());
  }

  private Path emptyDirectory() throws IOException {
    return Files.createDirectory(directory.resolve("mount point"));
  }

  private static boolean isMounted(Path place) throws IOException {
    return MountTable.read().stream().anyMatch(line -> line.directory().equals(place.toString()));
  }

  @Test
  void theKernelsRequestsComeAndUnmountingEndsThem() throws Exception {
    requireMounting();
    var place = emptyDirectory();
    var mount = mounts.mount(place.toString());
    assertTrue(mount.isMounted());
    assertEquals(List.of(mount), mounts.mounts());
    var request = ByteBuffer.allocateDirect(REQUEST_BYTES).order(ByteOrder.nativeOrder());
    try (var channel = mount.open()) {
      assertTrue(channel.receive(request));
      assertEquals(request.limit(), request.getInt(0));
      assertEquals(INIT, request.getInt(4));
      var next = CompletableFuture.supplyAsync(() -> channel.receive(request));
      detach(place);
      assertFalse(next.get(30, TimeUnit.SECONDS));
    }
    assertFalse(mount.isMounted());
    mount.unmount();
    assertEquals(List.of(), mounts.mounts());
  }

  @Test
  void theChannelGoesFromOneToTheNext() throws Exception {
    requireMounting();
    var mount = mounts.mount(emptyDirectory().toString());
    var request = ByteBuffer.allocateDirect(REQUEST_BYTES).order(ByteOrder.nativeOrder());
    CompletableFuture<Boolean> waiting;
    try (var channel = mount.open()) {
      assertThrows(IllegalStateException.class, mount::open);
      assertTrue(channel.receive(request));
      waiting = CompletableFuture.supplyAsync(() -> channel.receive(request));
    }
    assertFalse(waiting.get(30, TimeUnit.SECONDS));
    assertEquals(Map.of(), mount.left());
    mount.leave(Map.of("a", "b"));
    assertEquals(Map.of("a", "b"), mount.left());
    mount.open().close();
    assertTrue(mount.isMounted());
    mounts.stop();
    assertFalse(mount.isMounted());
    assertThrows(IllegalStateException.class, mount::open);
  }

  @Test
  void onlyAnEmptyDirectoryWillDo() throws Exception {
    requireMounting();
    var file = Files.createFile(directory.resolve("file"));
    assertRefused(Errno.ENOENT, directory.resolve("missing"));
    assertRefused(Errno.ENOENT, directory.resolve("missing/below"));
    assertRefused(Errno.ENOTDIR, file);
    assertRefused(Errno.ENOTEMPTY, directory);
    var place = emptyDirectory();
    mounts.mount(place.toString());
    assertRefused(Errno.EBUSY, place);
  }

  private void assertRefused(Errno errno, Path place) {
    var refusal = assertThrows(ContainerException.class, () -> mounts.mount(place.toString()));
    assertEquals(errno, refusal.errno(), refusal.getMessage());
  }

  /** Nobody has this pid, so that the owner has ended; and nobody holds the device any more. */
  private void leaveBehind(Path place) throws IOException {
    var ended = new Owner(999_999_999, 1, Owner.self(proc).namespace());
    try (var device = FuseDevice.open()) {
      device.mount(MountTool.TYPE, ended.name(), place.toString(), 0, 0);
    }
  }

  @Test
  void whatAnEndedOneHasLeftIsTakenAway() throws Exception {
    requireRoot();
    var place = emptyDirectory();
    leaveBehind(place);
    assertTrue(isMounted(place));
    mounts.start();
    assertFalse(isMounted(place));
    leaveBehind(place);
    assertTrue(mounts.mount(place.toString()).isMounted());
  }

  @Test
  void whatALiveOneHasMountedStays() throws Exception {
    requireMounting();
    var place = emptyDirectory();
    mounts.mount(place.toString());
    new LinuxFuseMounts(proc).start();
    assertTrue(isMounted(place));
  }

  @Test
  void theTableIsRead() {
    var line =
        MountTable.parse(
            "45 29 0:39 / /tmp/a\\040b\\134c rw,nosuid shared:1 - fuse.corral corral-12-34"
                + " rw,user_id=0\n");
    assertEquals(List.of(new MountTable.Line("/tmp/a b\\c", "fuse.corral", "corral-12-34")), line);
  }

  @Test
  void aThreadLeadsToItsProcess() throws Exception {
    int self = (int) ProcessHandle.current().pid();
    assertEquals(self, mounts.processOf(self));
    var tid = CompletableFuture.supplyAsync(LinuxFuseMountsTest::thread).get();
    assertEquals(self, mounts.processOf(tid));
    assertEquals(0, mounts.processOf(1 << 22));
  }

  private static int thread() {
    try {
      return Integer.parseInt(Path.of("/proc/thread-self").toRealPath().getFileName().toString());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
