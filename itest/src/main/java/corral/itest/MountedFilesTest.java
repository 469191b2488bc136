package corral.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import corral.framework.api.Errno;
import corral.framework.api.admin.Entry;
import corral.framework.api.admin.HostMounts;
import corral.framework.api.admin.Mount;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Bundle;

/** A mounted hierarchy as other programs see it: shells of root's and of another user's. */
@LeavesNothingBehind
class MountedFilesTest {
  private static final String OPTIONS = "cpuset,cpuacct";
  private static final String SETPRIV = "/usr/bin/setpriv";
  private static final long PATIENCE_SECONDS = 60;

  private LiveMachine machine;
  private MountPoint mountPoint;

  @BeforeEach
  void open() throws Exception {
    machine = new LiveMachine();
    mountPoint = MountPoint.of(machine, OPTIONS);
  }

  @AfterEach
  void close() throws Exception {
    if (mountPoint != null) {
      mountPoint.close();
    }
    if (machine != null) {
      machine.close();
    }
  }

  /** What a shell prints that does this in the mount, and what goes wrong with it. */
  private String sh(String commands) throws IOException, InterruptedException {
    return run("sh", "-c", commands);
  }

  /** The same by another user. */
  private String shAsNobody(String commands) throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of(SETPRIV)), "needs setpriv of util-linux");
    return run(SETPRIV, "--reuid=65534", "--regid=65534", "--clear-groups", "sh", "-c", commands);
  }

  private String run(String... command) throws IOException, InterruptedException {
    var builder =
        new ProcessBuilder(command)
            .directory(mountPoint.directory().toFile())
            .redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    var process = builder.start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "it does not end");
    return output;
  }

  private static void assertRefused(Errno errno, String output) {
    assertTrue(output.contains(errno.text()), errno + " was expected, and not: " + output);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "EEXIST, mkdir a",
        "EEXIST, mkdir tasks",
        "ENOENT, mkdir x/y",
        "ENOTDIR, mkdir tasks/y",
        "EINVAL, \"mkdir \"\"$(printf 'n\\nl')\"\"\"",
        "ENAMETOOLONG, mkdir $(printf '%0256d' 0)",
        "EBUSY, rmdir a",
        "EBUSY, rmdir $PWD",
        "ENOENT, rmdir x",
        "ENOTDIR, rmdir tasks",
        "EBUSY, echo 0 > c/cpuset.cpus; echo 0 > c/cpuset.mems;"
            + " sh -c 'echo $$ > c/tasks; rmdir c'",
        "EIO, mv c a/c",
        "EEXIST, mv -T c a",
        "ENOTDIR, mv tasks procs",
        "EIO, echo x > tasks",
        "ESRCH, echo 4194305 > tasks",
        "E2BIG, head -c 4096 /dev/zero > tasks",
        "E2BIG, head -c 4096 /dev/zero > release_agent",
        "ENOENT, cat a/release_agent",
        "ENOTDIR, cat tasks/x",
        "EISDIR, cat a",
        "EISDIR, echo > a",
        "EACCES, echo 0 > cpuset.cpus",
        "EACCES, echo 1 > cpuacct.stat",
        "EACCES, touch new",
        "EPERM, rm tasks",
        "EPERM, ln -s tasks link",
        "EPERM, touch -d yesterday tasks",
        "EPERM, chmod +x tasks",
        "ENOSPC, echo 0 > a/tasks",
        "ERANGE, echo 7777 > a/cpuset.cpus",
        "EINVAL, echo junk > a/cpuset.cpus",
        "EACCES, echo 0 > a/b/cpuset.cpus",
        "EBUSY, echo 0-1 > c/cpuset.cpus; mkdir c/d; echo 1 > c/d/cpuset.cpus; echo 0 >"
            + " c/cpuset.cpus",
        "EINVAL, echo 1 > cpuacct.usage",
      })
  void rootIsTold(Errno errno, String commands) throws Exception {
    assumeTrue(
        !commands.contains("0-1") || Runtime.getRuntime().availableProcessors() > 1,
        "needs two CPUs");
    sh("mkdir a a/b c");
    // What a shell writes itself is refused without a word of why.
    assertRefused(errno, sh(commands.replaceAll("\\b(echo|printf)\\b", "env $1")));
  }

  @ParameterizedTest
  @CsvSource({
    "EACCES, mkdir n",
    "EACCES, mkdir a/n",
    "EACCES, rmdir c",
    "EACCES, mv c d",
    "EACCES, echo 0 > tasks",
    "EACCES, echo $$ > a/tasks",
    "EACCES, echo 1 > a/notify_on_release",
    "EACCES, : > a/notify_on_release",
    "EACCES, touch new",
    "EPERM, chown 65534 a",
    "EPERM, chgrp 65534 a",
    "EPERM, chmod 777 a",
    "EPERM, rm tasks",
    "EACCES, echo 1 > /proc/self/cwd/cpuset.cpus",
  })
  void anotherUserIsTold(Errno errno, String commands) throws Exception {
    sh("mkdir a a/b c");
    assertRefused(errno, shAsNobody(commands));
    assertEquals(
        "no\nyes\n",
        shAsNobody("test -w tasks && echo yes || echo no; cat tasks >/dev/null && echo yes"));
  }

  @Test
  void aFileOfARemovedContainerIsGone() throws Exception {
    sh("mkdir a");
    var path = mountPoint.resolve("a/notify_on_release");
    try (var file = Files.newByteChannel(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      machine.admin().removeContainer(LiveMachine.MOUNT + "/a", machine.self());
      var reading = assertThrows(IOException.class, () -> file.read(ByteBuffer.allocate(8)));
      assertRefused(Errno.ENODEV, String.valueOf(reading.getMessage()));
      var writing = assertThrows(IOException.class, () -> file.write(ByteBuffer.allocate(1)));
      assertRefused(Errno.ENODEV, String.valueOf(writing.getMessage()));
    }
    assertRefused(Errno.ENOENT, sh("cat a/tasks"));
    assertEquals("", sh("mkdir a && rmdir a"));
  }

  @Test
  void aUserDividesWhatHeWasGiven() throws Exception {
    sh("mkdir a; echo 0 > a/cpuset.cpus; chown 65534:65534 a; chmod 775 a");
    assertEquals("65534 65534 775\n", sh("stat -c '%u %g %a' a"));
    assertEquals("", shAsNobody("mkdir a/own && echo 0 > a/own/cpuset.cpus"));
    assertRefused(Errno.EACCES, shAsNobody("env echo 1 > a/own/tasks"));
    assertRefused(Errno.EACCES, shAsNobody("env echo $$ > a/own/tasks"));
    assertRefused(Errno.ESRCH, shAsNobody("env echo 4194305 > a/own/tasks"));
    assertRefused(Errno.EIO, shAsNobody("env echo x > a/own/tasks"));
    assertRefused(Errno.EACCES, shAsNobody("env echo 1 > a/own/cpuset.cpus"));
    assertRefused(Errno.EEXIST, shAsNobody("mkdir a/own"));
    assertRefused(Errno.EIO, shAsNobody("mkdir a/own/x && mv a/own/x a/x"));
    assertRefused(Errno.EBUSY, shAsNobody("rmdir a/own"));
    assertEquals("", shAsNobody("mv a/own/x a/own/y && rmdir a/own/y a/own"));
    assertRefused(Errno.EACCES, shAsNobody("env echo $$ > a/tasks"));
  }

  /** What the documentation of the seeds does; those who have ended may be heard of later. */
  @Test
  void aSessionOfTheSeeds() throws Exception {
    try (var proc = MountPoint.ofReports(machine)) {
      assertEquals(
          """
          0
          0
          yes
          /Charlie
          /Delta
          ./Delta
          1
          ls: cannot access 'Delta': No such file or directory
          """,
          sh(
              """
              mkdir Charlie
              /bin/echo 0 > Charlie/cpuset.cpus
              /bin/echo 0 > Charlie/cpuset.mems
              cat Charlie/cpuset.cpus
              cat < Charlie/cpuset.mems
              /bin/echo $$ > Charlie/tasks
              grep -qx $$ Charlie/tasks && echo yes
              sed -n 's/.*://p' %1$s/$$/container
              mv Charlie Delta
              sed -n 's/.*://p' %1$s/$$/container
              find . -name 'D*'
              echo 1 > Delta/notify_on_release
              cat Delta/notify_on_release
              echo 0 > tasks
              until rmdir Delta 2>/dev/null; do :; done
              ls -d Delta
              """
                  .formatted(proc.directory())));
    }
  }

  @Test
  void theReportsAreFiles() throws Exception {
    try (var proc = MountPoint.ofReports(machine)) {
      var self = Integer.toString(machine.self().pid());
      var names = run("ls", proc.directory().toString()).lines().toList();
      assertTrue(names.contains("containers") && names.contains(self), names.toString());
      assertEquals(
          withoutCounts(machine.read("/proc/containers")),
          withoutCounts(Files.readString(proc.resolve("containers"))));
      assertEquals(OPTIONS + ":/\n", Files.readString(proc.resolve(self).resolve("container")));
      assertEquals("/\n", Files.readString(proc.resolve(self).resolve("cpuset")));
      assertRefused(Errno.ESRCH, run("cat", proc.resolve("4194305/container").toString()));
    }
  }

  /** The machine's processes come and go between one look and the next. */
  private static String withoutCounts(String report) {
    return report.replaceAll("topcount=\\d+", "topcount=N");
  }

  @Test
  void toolsFindTheirWay() throws Exception {
    sh("mkdir a a/b c");
    for (var tool :
        List.of(
            "find . >/dev/null",
            "ls -laiR . >/dev/null",
            "grep -r '^[0-9]*$' . >/dev/null",
            "du -a . >/dev/null",
            "df . >/dev/null",
            "stat . tasks >/dev/null",
            "stat -f . >/dev/null",
            "wc -c tasks >/dev/null",
            "head -n 1 tasks >/dev/null",
            "tail -n 1 tasks >/dev/null",
            "test -w tasks",
            "test -d a/b",
            "cp -r a /tmp/corral-itest-copy-$$ && rm -r /tmp/corral-itest-copy-$$",
            "tar -cf - . | tar -tf - >/dev/null",
            "dd if=tasks bs=1 count=1 status=none >/dev/null",
            "find . -name tasks -exec cat {} + >/dev/null")) {
      assertEquals("", sh(tool + " || echo failed"), tool);
    }
    assertEquals("4\n", sh("find . -type d | wc -l"));
    assertEquals(sh("ls -i a/tasks"), sh("find a/tasks -printf '%i %p\\n'"));
    assertEquals(List.of("a", "c"), directories(LiveMachine.MOUNT));
  }

  private List<String> directories(String path) throws Exception {
    return machine.admin().list(path).stream().filter(Entry::isDirectory).map(Entry::name).toList();
  }

  @Test
  void aFileThatIsReadInPiecesIsOnePicture() throws Exception {
    sh("mkdir a; echo 0 > a/cpuset.cpus; echo 0 > a/cpuset.mems");
    var path = mountPoint.resolve("a/tasks");
    var first = machine.run(LiveMachine.MOUNT + "/a", "sleep", "600");
    try (var file = Files.newByteChannel(path)) {
      var half = ByteBuffer.allocate(2);
      assertEquals(2, file.read(half));
      machine.run(LiveMachine.MOUNT + "/a", "sleep", "600");
      var rest = ByteBuffer.allocate(100);
      int length = file.read(rest);
      var whole =
          new String(half.array(), StandardCharsets.UTF_8)
              + new String(rest.array(), 0, length, StandardCharsets.UTF_8);
      assertEquals(first.pid() + "\n", whole);
      file.position(0);
      assertTrue(file.read(rest.clear()) > length + 2, "from the start it is read anew");
    }
  }

  @Test
  void whatIsUnmountedOutsideIsUnmountedHere() throws Exception {
    var second = MountPoint.of(machine, OPTIONS).directory();
    var changes = new Semaphore(0);
    try (var _ = machine.admin().watchMounts(changes::release)) {
      assertEquals("", run("umount", second.toString()));
      assertTrue(changes.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }
    assertEquals(
        List.of(LiveMachine.MOUNT, mountPoint.directory().toString()),
        machine.admin().mounts().stream().map(Mount::path).toList());
    Files.delete(second);
  }

  @Test
  void whatTheKernelGivesUpIsMountedAnewOnce() throws Exception {
    sh("mkdir a");
    giveUp();
    // Until then whoever looks is told that nobody answers.
    Waiting.until(() -> Files.exists(mountPoint.resolve("a")), () -> "it was not mounted anew");
    giveUp();
    var mounts = Services.awaited(HostMounts.class);
    var place = mountPoint.directory().toString();
    Waiting.until(() -> mounts.obstacle(place).isPresent(), () -> "it goes on for ever");
    assertFalse(mountPoint.isShown());
  }

  /** Has the kernel do what it does when a request is not answered for long. */
  private void giveUp() throws Exception {
    var device = run("mountpoint", "-d", mountPoint.directory().toString()).strip();
    assertEquals(
        "",
        run(
            "unshare",
            "--mount",
            "sh",
            "-c",
            "mount -t fusectl none %1$s && echo 1 > %1$s/%2$s/abort"
                .formatted("/sys/fs/fuse/connections", device.substring(2))));
  }

  @Test
  void theBundleIsRestartedUnderItsUsers() throws Exception {
    sh("mkdir a");
    var shell =
        new ProcessBuilder("sh")
            .directory(mountPoint.resolve("a").toFile())
            .redirectErrorStream(true)
            .start();
    try (var in = shell.outputWriter(StandardCharsets.UTF_8);
        var out = shell.inputReader(StandardCharsets.UTF_8)) {
      in.write("exec 3<notify_on_release; cat notify_on_release\n");
      in.flush();
      assertEquals("0", out.readLine());
      var bundle = Bundles.named("front.fuse");
      bundle.stop(Bundle.STOP_TRANSIENT);
      in.write("echo 1 >notify_on_release; cat notify_on_release <&3\n");
      in.flush();
      bundle.start(Bundle.START_TRANSIENT);
      assertEquals("1", out.readLine());
      in.write("cat <&3; cd ..; ls -d a\n");
      in.flush();
      assertEquals("1", out.readLine());
      assertEquals("a", out.readLine());
    } finally {
      shell.destroyForcibly().waitFor();
    }
  }

  @Test
  void theLastTaskThatLeavesIsToldOf() throws Exception {
    sh("mkdir a a/b; for d in a a/b; do echo 0 > $d/cpuset.cpus; echo 0 > $d/cpuset.mems; done");
    var events = mountPoint.resolve("a/cgroup.events");
    assertEquals("populated 0\n", Files.readString(events));
    assertFalse(Files.exists(mountPoint.resolve("cgroup.events")));
    try (var watcher = FileSystems.getDefault().newWatchService()) {
      mountPoint.resolve("a").register(watcher, StandardWatchEventKinds.ENTRY_MODIFY);
      var task = machine.run(LiveMachine.MOUNT + "/a/b", "sleep", "600");
      assertTold(watcher, events, "populated 1\n");
      ProcessHandle.of(task.pid()).orElseThrow().destroyForcibly();
      assertTold(watcher, events, "populated 0\n");
    }
  }

  /** One event is told of the file in its directory, and then it reads so. */
  private static void assertTold(WatchService watcher, Path events, String content)
      throws IOException, InterruptedException {
    do {
      var key = watcher.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertNotNull(key, "nobody was told of " + content);
      for (var event : key.pollEvents()) {
        assertEquals("cgroup.events", String.valueOf(event.context()));
      }
      key.reset();
    } while (!Files.readString(events).equals(content));
  }
}
