package corral.itest;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;

/** Any bundle may stop, start and be updated at any moment, while the others run. */
class RestlessBundlesTest {
  private static final int STEPS = 150;
  private static final List<String> RESTLESS = List.of("framework.core", "host.sim", "shell");
  private static final String MOUNT = "/dev/restless";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** What has come when everything is at work. */
  private static final List<String> AT_WORK =
      List.of(
          "(objectClass=corral.framework.api.admin.ContainerAdmin)",
          "(objectClass=corral.framework.api.host.Host)",
          "(objectClass=corral.framework.api.host.Machine)",
          "(service.description=subsystem cpuset)",
          "(component.name=corral.subsys.cpuacct.CpuacctSubsystem)",
          "(osgi.command.function=sim)",
          "(osgi.command.function=mount)");

  @TempDir private Path directory;

  /** How many were made. */
  private int containers;

  @ParameterizedTest
  @ValueSource(strings = {"org.apache.felix", "org.eclipse.osgi"})
  void everythingWorksAndNothingIsLeft(String implementation) throws Exception {
    long seed = Long.getLong("corral.seed", System.nanoTime());
    var threads = threads();
    try (var framework = new EmbeddedFramework(implementation, directory)) {
      use(framework);
      tidyUp(framework);
      var services = framework.services();
      var atWork = threads();
      shake(framework, new Random(seed));
      use(framework);
      tidyUp(framework);
      assertEquals(services, framework.services());
      assertEquals(List.of(), since(atWork));
    } catch (Exception | AssertionError e) {
      throw new AssertionError("with -Dcorral.seed=" + seed, e);
    }
    assertEquals(List.of(), since(threads));
  }

  private void shake(EmbeddedFramework framework, Random random) throws Exception {
    for (int step = 0; step < STEPS; step++) {
      var bundle = framework.bundle(RESTLESS.get(random.nextInt(RESTLESS.size())));
      switch (random.nextInt(3)) {
        case 0 -> bundle.stop();
        case 1 -> bundle.start();
        default -> framework.update(bundle);
      }
      if (RESTLESS.stream().allMatch(name -> isActive(framework.bundle(name)))) {
        use(framework);
      }
    }
    for (var name : RESTLESS) {
      framework.bundle(name).start();
    }
  }

  private static boolean isActive(Bundle bundle) {
    return bundle.getState() == Bundle.ACTIVE;
  }

  /**
   * Does what one does with Corral, and leaves it so. Who comes while a part is on its way back is
   * refused, and tries again.
   */
  private void use(EmbeddedFramework framework) throws Exception {
    for (var filter : AT_WORK) {
      framework.service(filter);
    }
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (boolean done = false; !done; ) {
      try {
        useOnce(framework);
        done = true;
      } catch (IOException | AssertionError e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
      }
    }
  }

  private void useOnce(EmbeddedFramework framework) throws Exception {
    var mount = files(framework).getPath(MOUNT);
    if (!Files.exists(mount)) {
      framework.type("mount cpuset,cpuacct " + MOUNT);
    }
    var pid = framework.type("sim fork");
    var container = Files.createDirectory(mount.resolve("c" + ++containers));
    Files.writeString(container.resolve("cpuset.cpus"), "1-2");
    Files.writeString(container.resolve("cpuset.mems"), "0");
    Files.writeString(container.resolve("tasks"), pid);
    framework.type("sim run " + pid + " 30");
    assertEquals("30000000\n", Files.readString(container.resolve("cpuacct.usage")));
    assertEquals("1-2\n", Files.readString(container.resolve("cpuset.cpus")));
    assertTrue(framework.type("proc " + pid).contains("/c" + containers));
  }

  /** Takes away what was made. */
  private static void tidyUp(EmbeddedFramework framework) throws Exception {
    var mount = files(framework).getPath(MOUNT);
    var containers = new ArrayList<Path>();
    try (var entries = Files.newDirectoryStream(mount, Files::isDirectory)) {
      entries.forEach(containers::add);
    }
    for (var container : containers) {
      for (var pid : Files.readAllLines(container.resolve("tasks"))) {
        framework.type("sim exit " + pid);
      }
      Files.delete(container);
    }
    framework.type("umount " + MOUNT);
    assertFalse(Files.exists(mount));
  }

  private static FileSystem files(EmbeddedFramework framework) throws Exception {
    return (FileSystem) framework.service("(&(objectClass=java.nio.file.FileSystem)(corral=true))");
  }

  /** Those of Corral; the framework and SCR keep some of theirs for a while. */
  private static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("corral"))
        .toList();
  }

  /** The threads that there are more of than before, when those that end have had time for it. */
  private static List<Thread> since(List<Thread> before) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    var left = more(before);
    while (!left.isEmpty()
        && left.getFirst().join(Duration.ofNanos(deadline - System.nanoTime()))) {
      left = more(before);
    }
    return left;
  }

  /** One that took the place of another of its name is not more. */
  private static List<Thread> more(List<Thread> before) {
    Map<String, Long> known = before.stream().collect(groupingBy(Thread::getName, counting()));
    return threads().stream()
        .filter(thread -> known.merge(thread.getName(), -1L, Long::sum) < 0)
        .toList();
  }
}
