package corral.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.ContainerException;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.felix.service.command.CommandProcessor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;

/** The commands as services of the framework, and what they say of it. */
@LeavesNothingBehind
class ShellTest {
  private TestMachine machine;
  private ShellSession shell;

  @BeforeEach
  void open() throws BundleException, ContainerException {
    machine = new TestMachine();
    shell = new ShellSession();
  }

  @AfterEach
  void close() throws BundleException, ContainerException {
    shell.close();
    machine.close();
  }

  static Stream<String> commands() throws InvalidSyntaxException {
    var references =
        FrameworkUtil.getBundle(ShellTest.class)
            .getBundleContext()
            .getAllServiceReferences(null, "(osgi.command.scope=corral)");
    return Stream.of(Objects.requireNonNull(references))
        .map(reference -> reference.getProperty(CommandProcessor.COMMAND_FUNCTION))
        .flatMap(names -> names instanceof String[] all ? Stream.of(all[0]) : Stream.of(names))
        .map(String::valueOf);
  }

  private @Nullable String refusal(String line) {
    return assertThrows(Exception.class, () -> shell.type(line)).getMessage();
  }

  @Test
  void offersEveryCommand() throws InvalidSyntaxException {
    assertEquals(
        List.of(
            "agents",
            "attach",
            "chmod",
            "chown",
            "containerstats",
            "events",
            "exit",
            "help",
            "kill",
            "mkdir",
            "mount",
            "mv",
            "proc",
            "ps",
            "rmdir",
            "run",
            "start",
            "stop",
            "subsys",
            "top",
            "tree",
            "umount",
            "wait",
            "why"),
        List.copyOf(new TreeSet<>(commands().toList())));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpsWithEveryCommand(String command) throws Exception {
    var page = shell.type("help " + command);
    assertTrue(page.startsWith(command + " - "), page);
    assertTrue(page.lines().allMatch(line -> line.length() <= 80), page);
    assertEquals(page, shell.type(command + " --help"));
    assertTrue(shell.type("help").contains("\n  " + command + " "), command);
  }

  @Test
  void fitsItsOverviewOnATerminal() throws Exception {
    assertTrue(shell.type("help").lines().allMatch(line -> line.length() <= 80));
  }

  @Test
  void showsSubsystems() throws Exception {
    machine.register(new TestSubsystem("one"));
    shell.type("mount one /dev/one");
    assertEquals(
        """
        SUBSYSTEM  STATE  HIERARCHY  MOUNTED AT  ENFORCES  CANNOT ENFORCE
        one        bound          1  /dev/one\
        """,
        shell.type("subsys").replaceFirst("(?m)(?<=\\s)\\d+(?=  /dev/one)", "1"));
    assertTrue(shell.type("why one").endsWith(", mounted at /dev/one"), shell.type("why one"));
  }

  @Test
  void saysWhyAPartIsNotAtWork() throws Exception {
    assertEquals("subsys.cpuset is stopped", shell.type("why subsys.cpuset"));
    assertEquals("subsys.cpuset is stopped", shell.type("why cpuset"));
    assertEquals("framework.core is active", shell.type("why framework.core"));
    assertEquals("corral.shell.Mkdir lacks nothing", shell.type("why corral.shell.Mkdir"));
    assertEquals(
        "'nosuch' is not a subsystem, bundle or component (ENOENT)", refusal("why nosuch"));
  }

  @Test
  void saysWhatAComponentWaitsFor() throws Exception {
    var core = Bundles.named("framework.core");
    machine.close();
    core.stop();
    try {
      assertEquals(
          "corral.shell.Mkdir waits for a service corral.framework.api.admin.ContainerAdmin,"
              + " which no active bundle offers",
          shell.type("why corral.shell.Mkdir"));
      assertTrue(
          shell.type("why shell").startsWith("shell is active; corral.shell."),
          shell.type("why shell"));
    } finally {
      core.start();
      machine = new TestMachine();
    }
  }

  @Test
  void startsAndStopsBundles() throws Exception {
    shell.type("start subsys.cpuacct");
    assertEquals("subsys.cpuacct is active", shell.type("why subsys.cpuacct"));
    shell.type("stop subsys.cpuacct");
    assertEquals("subsys.cpuacct is stopped", shell.type("why subsys.cpuacct"));
    assertEquals("'nosuch' is not a bundle (ENOENT)", refusal("stop nosuch"));
  }

  @Test
  void saysThatThereIsNoHost() {
    assertEquals("No such device (ENODEV): no host is active", refusal("run true"));
    assertEquals("No such device (ENODEV): no host is active", refusal("ps --events"));
  }

  @Test
  void refusesAsTheEngineDoes() throws Exception {
    shell.type("mount none,name=jobs /dev/jobs; mkdir /dev/jobs/a");
    assertEquals("/dev/jobs/a: File exists (EEXIST)", refusal("mkdir /dev/jobs/a"));
    assertEquals("4711: No such process (ESRCH)", refusal("attach 4711 /dev/jobs/a"));
  }
}
