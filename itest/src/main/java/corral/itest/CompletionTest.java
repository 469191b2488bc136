package corral.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.ContainerException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.Parser.ParseContext;
import org.jline.reader.impl.DefaultParser;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;

/** What Tab offers for the words of Corral's commands. */
@LeavesNothingBehind
class CompletionTest {
  private static final List<String> SUBSYSTEM_BUNDLES =
      List.of(
          "subsys.beancounter",
          "subsys.cpuacct",
          "subsys.cpuset",
          "subsys.debug",
          "subsys.ns",
          "subsys.resgroup");

  private final BundleContext context =
      FrameworkUtil.getBundle(CompletionTest.class).getBundleContext();
  private final ServiceReference<Completer> reference =
      context.getServiceReference(Completer.class);
  private final Completer completer = context.getService(reference);
  private TestMachine machine;
  private ShellSession shell;
  private LineReader reader;

  @BeforeEach
  void open() throws Exception {
    machine = new TestMachine();
    machine.register(new TestSubsystem("one"));
    machine.register(new TestSubsystem("two"));
    machine.fork(1, 4711);
    shell = new ShellSession();
    shell.type("mount none,name=jobs /dev/jobs; mkdir /dev/jobs/Charlie /dev/jobs/Charlie/kid");
    reader =
        new LineReaderImpl(
            new DumbTerminal(InputStream.nullInputStream(), new ByteArrayOutputStream()));
    shell.lendTo(reader);
  }

  @AfterEach
  void close() throws BundleException, ContainerException, IOException {
    reader.getTerminal().close();
    shell.close();
    machine.close();
    context.ungetService(reference);
  }

  private List<String> offered(String line) {
    var candidates = new ArrayList<Candidate>();
    var parsed = new DefaultParser().parse(line, line.length(), ParseContext.COMPLETE);
    completer.complete(reader, parsed, candidates);
    return candidates.stream()
        .map(Candidate::value)
        .filter(value -> value.startsWith(parsed.word()))
        .sorted()
        .toList();
  }

  @Test
  void offersContainers() throws Exception {
    assertEquals(List.of("/dev/jobs/Charlie/"), offered("mkdir /dev/jobs/"));
    assertEquals(List.of("/dev/jobs/Charlie/kid/"), offered("tree -t /dev/jobs/Charlie/"));
    shell.type("mkdir /dev/jobs/Charlotte");
    assertEquals(
        List.of("/dev/jobs/Charlie/", "/dev/jobs/Charlotte/"), offered("run -C /dev/jobs/Ch"));
    assertEquals(List.of("/dev/jobs"), offered("umount /dev/"));
  }

  @Test
  void offersTasks() {
    assertEquals(List.of("1", "2", "4711"), offered("proc "));
    assertEquals(List.of("4711"), offered("corral:attach 1 47"));
  }

  @Test
  void offersOptions() {
    assertEquals(List.of("--all", "--events", "--help", "-a", "-h"), offered("ps -"));
    assertEquals(List.of("--events"), offered("ps --e"));
    assertEquals(List.of(), offered("run make -"));
  }

  @Test
  void offersSubsystemsAndBundles() {
    assertEquals(List.of("one", "two"), onlyTest(offered("mount ")));
    assertEquals(List.of("one,two"), onlyTest(offered("mount one,")));
    assertEquals(SUBSYSTEM_BUNDLES, offered("why subsys."));
    assertEquals(SUBSYSTEM_BUNDLES, offered("start subsys."));
    assertEquals(List.of("umount"), offered("help um"));
  }

  /** What any bundle offers as a command can say in its service what comes first. */
  @Test
  void offersTheWordsOfCommandsOfOthers() {
    var properties =
        Map.of(
            "osgi.command.scope", "test",
            "osgi.command.function", "drive",
            "corral.command.words", new String[] {"fast", "slow"});
    var registration =
        context.registerService(Object.class, new Object(), FrameworkUtil.asDictionary(properties));
    try {
      assertEquals(List.of("fast", "slow"), offered("drive "));
      assertEquals(List.of("slow"), offered("test:drive s"));
      assertEquals(List.of(), offered("drive fast "));
    } finally {
      registration.unregister();
    }
  }

  private static List<String> onlyTest(List<String> options) {
    return options.stream().filter(option -> option.matches("(one|two)(,two)?")).toList();
  }

  static Stream<String> commands() throws Exception {
    return ShellTest.commands();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void neverThrows(String command) {
    for (var word :
        List.of("", "-", "--", "-C", "--container=", "/", "//", "..", "a,,", "\0", "\u001b[2J")) {
      offered(command + " " + word);
      offered(command + " x " + word);
    }
    assertTrue(offered(command + " " + "x".repeat(10_000)).isEmpty());
    assertTrue(offered(command + " " + "x/".repeat(10_000)).isEmpty());
  }
}
