package corral.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.ContainerException;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;

/** The bean counters of live processes of the tests' own, at most ten at a time. */
@LeavesNothingBehind
class LiveBeanCounterTest {
  private static final String MOUNT = "/dev/corral-itest-beans";
  private static final String GROUP = MOUNT + "/group";
  private static final String UNLIMITED = Long.toString(Long.MAX_VALUE);

  private final List<Process> processes = new ArrayList<>();
  private LiveMachine machine;

  @BeforeEach
  void open() throws BundleException, ContainerException {
    machine = new LiveMachine();
    machine.admin().mount("beancounter", MOUNT, machine.self());
    machine.admin().makeContainer(GROUP, machine.self());
  }

  @AfterEach
  void close() throws Exception {
    for (var task : machine.admin().container(GROUP).tasks()) {
      ProcessHandle.of(task.pid()).ifPresent(ProcessHandle::destroyForcibly);
    }
    for (var process : processes) {
      process.destroyForcibly().waitFor();
    }
    while (machine.admin().container(GROUP).taskCount() > 0) {
      Thread.onSpinWait();
    }
    machine.admin().removeContainer(GROUP, machine.self());
    machine.admin().unmount(MOUNT, machine.self());
    machine.close();
  }

  @Test
  void theMembersOfAGroupMeetItsLimitOfOpenFilesTogether() throws Exception {
    for (int i = 0; i < 5; i++) {
      join("sleep", "60");
    }
    var hogs = List.of(hog(), hog());
    long limit = openFiles() + 300;
    limit("numfiles", limit);
    while (openFiles() < limit) {
      for (var hog : hogs) {
        var refusal = goOn(hog);
        assertTrue(refusal.contains("Too many open files"), refusal);
        assertTrue(openFiles() <= limit, openFiles() + " open, and " + limit + " allowed");
      }
    }
    await("numfiles.held", Long.toString(limit));
    assertEquals(goOn(hogs.getFirst()), goOn(hogs.getFirst()));
    assertEquals("0", read("numfiles.failcnt"));
  }

  @Test
  void whoLeavesTheGroupMayOpenWhatHeMightBefore() throws Exception {
    var process = join("sleep", "60");
    var before = fileLimit(process);
    limit("numfiles", 50);
    awaitFileLimit(process, before, false);
    machine.admin().attach((int) process.pid(), MOUNT, machine.self());
    awaitFileLimit(process, before, true);
    machine.admin().attach((int) process.pid(), GROUP, machine.self());
    awaitFileLimit(process, before, false);
    var bundle = Bundles.named("subsys.beancounter");
    bundle.stop();
    try {
      assertEquals(before, fileLimit(process));
    } finally {
      bundle.start();
    }
    awaitFileLimit(process, before, false);
    assertEquals("50", read("numfiles.limit"));
  }

  @Test
  void memoryIsMeasured() throws Exception {
    join("sleep", "60");
    for (var resource : List.of("physpages", "privvmpages", "kmemsize")) {
      awaitNot(resource + ".held", "0");
    }
  }

  @Test
  void tasksBeyondTheLimitAreKilled() throws Exception {
    limit("numtasks", 3);
    write("policy", "kill");
    var script = "for i in 1 2 3 4 5 6; do sleep 60 & done; wait";
    var first = join("sh", "-c", "read go; " + script);
    first.outputWriter(UTF_8).append("go\n").flush();
    awaitNot("numtasks.failcnt", "0");
    await("numtasks.held", "3");
    assertTrue(first.isAlive());
  }

  @Test
  void aGroupIsStoppedUntilItMayHoldWhatItHolds() throws Exception {
    var process = join("sleep", "60");
    join("sleep", "60");
    write("policy", "stop");
    limit("numtasks", 1);
    awaitState(process, 'T');
    write("numtasks.limit", UNLIMITED);
    awaitState(process, 'S');
  }

  private Process join(String... command) throws IOException, ContainerException {
    var process = new ProcessBuilder(command).start();
    processes.add(process);
    machine.admin().attach((int) process.pid(), GROUP, machine.self());
    return process;
  }

  private Process hog() throws IOException, ContainerException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var location = FrameworkUtil.getBundle(FileHog.class).getLocation();
    var jar = new File(URI.create(location.substring(location.indexOf("file:"))));
    var hog = join(java, "-Xint", "-cp", jar.toString(), FileHog.class.getName());
    assertEquals("ready", hog.inputReader(UTF_8).readLine());
    return hog;
  }

  private static String goOn(Process hog) throws IOException {
    hog.outputWriter(UTF_8).append('\n').flush();
    return hog.inputReader(UTF_8).readLine();
  }

  /** As the kernel says. */
  private long openFiles() throws IOException, ContainerException {
    long open = 0;
    for (var task : machine.admin().container(GROUP).tasks()) {
      open += Files.size(Path.of("/proc/" + task.pid() + "/fd"));
    }
    return open;
  }

  private static String fileLimit(Process process) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process.pid() + "/limits")).stream()
        .filter(line -> line.startsWith("Max open files"))
        .findFirst()
        .orElseThrow();
  }

  private static void awaitFileLimit(Process process, String before, boolean same)
      throws IOException {
    while (fileLimit(process).equals(before) != same) {
      Thread.onSpinWait();
    }
  }

  private static void awaitState(Process process, char state) throws IOException {
    while (Files.readString(Path.of("/proc/" + process.pid() + "/stat")).split(" ", -1)[2].charAt(0)
        != state) {
      Thread.onSpinWait();
    }
  }

  private void limit(String resource, long limit) throws ContainerException {
    write(resource + ".barrier", Long.toString(limit));
    write(resource + ".limit", Long.toString(limit));
  }

  private String read(String file) throws ContainerException {
    return machine.read(GROUP + "/beancounter." + file).strip();
  }

  private void write(String file, String text) throws ContainerException {
    machine.write(GROUP + "/beancounter." + file, text);
  }

  private void await(String file, String content) throws ContainerException {
    while (!read(file).equals(content)) {
      Thread.onSpinWait();
    }
  }

  private void awaitNot(String file, String content) throws ContainerException {
    while (read(file).equals(content)) {
      Thread.onSpinWait();
    }
    assertNotEquals(content, read(file));
  }
}
