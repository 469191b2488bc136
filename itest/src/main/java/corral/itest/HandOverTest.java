package corral.itest;

import static corral.itest.TestMachine.ROOT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.admin.SubsystemReport;
import corral.framework.api.admin.SubsystemReport.State;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;

/** What a version of a bundle saves is handed over to the next, or kept for one that reads it. */
@LeavesNothingBehind
class HandOverTest {
  private static final String COMPONENT = "OSGI-INF/tally.xml";

  private final BundleContext context =
      FrameworkUtil.getBundle(HandOverTest.class).getBundleContext();
  private TestMachine machine;
  private ContainerAdmin admin;
  private Bundle bundle;

  /** A version, which saves in one form and reads some. */
  private static BundleFile version(int saves, String... reads) throws IOException {
    var component =
        """
        <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="tally" init="1">
          <implementation class="%s"/>
          <service><provide interface="corral.framework.api.ContainerSubsystem"/></service>
          <property name="saves" value="%d"/>
          <property name="reads">
          %s
          </property>
        </scr:component>
        """
            .formatted(Tally.class.getName(), saves, String.join("\n", reads));
    return BundleFile.named("subsys.tally", saves + ".0.0")
        .header(Constants.IMPORT_PACKAGE, "corral.framework.api")
        .header("Service-Component", COMPONENT)
        .entry(COMPONENT, component.getBytes(UTF_8))
        .with(Tally.class)
        .with(Tally.Version.class)
        .with(Tally.Count.class);
  }

  @BeforeEach
  void open() throws BundleException, ContainerException, IOException {
    machine = new TestMachine();
    admin = machine.admin();
    bundle = context.installBundle("test:tally", version(1, "1").open());
    bundle.start();
    admin.mount("tally", "/t", ROOT);
    admin.makeContainer("/t/a", ROOT);
    admin.attach(2, "/t/a", ROOT);
    admin.write("/t/tally.count", "3", ROOT);
    admin.write("/t/a/tally.count", "7", ROOT);
  }

  @AfterEach
  void close() throws BundleException, ContainerException {
    bundle.uninstall();
    // What it saved is forgotten, too.
    admin.unbind("tally", ROOT);
    machine.close();
  }

  private void update(BundleFile version) throws BundleException {
    bundle.update(version.open());
  }

  private SubsystemReport report() {
    return admin.subsystems().stream()
        .filter(report -> report.name().equals("tally"))
        .findFirst()
        .orElseThrow();
  }

  private void assertIsBack(int form) throws ContainerException {
    assertEquals(State.BOUND, report().state(), report().reason());
    assertEquals(form + "\n", admin.read("/t/tally.form", ROOT));
    assertEquals("3\n", admin.read("/t/tally.count", ROOT));
    assertEquals("7\n", admin.read("/t/a/tally.count", ROOT));
    assertEquals("2\n", admin.read("/t/a/tasks", ROOT));
  }

  private void assertIsRefused(String reason) throws Exception {
    assertEquals(State.REFUSED, report().state());
    assertTrue(report().reason().contains(reason), report().reason());
    try (var shell = new ShellSession()) {
      assertTrue(shell.type("why tally").contains(reason), shell.type("why tally"));
      assertTrue(shell.type("subsys").contains("refused"), shell.type("subsys"));
    }
    assertEquals("tally", admin.mounts().getFirst().options(), "the hierarchy waits");
    Refused.with(Errno.ENOENT, () -> admin.entry("/t/a/tally.count"));
  }

  @Test
  void aNewerVersionReadsWhatAnOlderOneSaved() throws Exception {
    update(version(2, "1", "2"));
    assertIsBack(2);
    bundle.stop();
    assertEquals(State.AWAITED, report().state());
    Refused.with(Errno.ENOENT, () -> admin.entry("/t/a/tally.count"));
    bundle.start();
    assertIsBack(2);
  }

  @Test
  void whatAVersionCannotReadIsKeptForOneThatCan() throws Exception {
    update(version(3, "3"));
    assertIsRefused("form 1 is none of [3]");
    bundle.stop();
    assertEquals(State.AWAITED, report().state());
    bundle.start();
    assertIsRefused("form 1 is none of [3]");
    update(version(4, "1", "4"));
    assertIsBack(4);
  }

  @Test
  void anOlderVersionIsRefusedWhatANewerOneSaved() throws Exception {
    update(version(2, "1", "2"));
    update(version(1, "1"));
    assertIsRefused("form 2 is none of [1]");
    update(version(2, "1", "2"));
    assertIsBack(2);
  }

  @Test
  void anotherBundleCanTakeOver() throws Exception {
    bundle.uninstall();
    assertEquals(State.AWAITED, report().state());
    bundle =
        context.installBundle(
            "test:other",
            version(5, "1", "5").header(Constants.BUNDLE_SYMBOLICNAME, "other").open());
    bundle.start();
    assertIsBack(5);
  }
}
