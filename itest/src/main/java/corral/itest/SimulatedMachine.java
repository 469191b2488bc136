package corral.itest;

import corral.framework.api.Caller;
import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.admin.SubsystemReport;
import corral.framework.api.host.CpuAccounting;
import corral.framework.api.host.Host;
import corral.framework.api.host.MemoryAccounting;
import corral.framework.api.host.OpenFiles;
import corral.framework.api.host.Priorities;
import corral.framework.api.host.Signals;
import corral.framework.api.host.TaskLimits;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/**
 * The simulated machine as the only host, with no subsystem but those that a test brings. Closing
 * it puts everything back.
 */
final class SimulatedMachine implements AutoCloseable {
  /** What the bundles {@code subsys.*} bring. */
  static final List<String> CONTROLLERS =
      List.of("cpuset", "cpuacct", "beancounter", "numtasks", "cpu", "debug", "ns");

  private static final String CHOICE = "corral.host";
  private static final String COMMAND = "(osgi.command.function=sim)";

  private final List<Bundle> stopped = new ArrayList<>();
  private final ShellSession shell;
  private final ContainerAdmin admin;
  private final Caller self;

  SimulatedMachine() throws BundleException, InterruptedException {
    for (var bundle : Bundles.hostsAndSubsystems()) {
      bundle.stop(Bundle.STOP_TRANSIENT);
      stopped.addFirst(bundle);
    }
    System.setProperty(CHOICE, "sim");
    restart();
    shell = new ShellSession();
    admin = Services.awaited(ContainerAdmin.class);
    self = admin.self();
  }

  /** Brings all controllers, too. Their components can come a little later than their bundles. */
  void bringControllers() throws BundleException, InterruptedException {
    // Whoever comes before what it uses begins anew with each of these.
    Services.awaited(TaskLimits.class);
    Services.awaited(Signals.class);
    Services.awaited(Priorities.class);
    Services.awaited(CpuAccounting.class);
    Services.awaited(MemoryAccounting.class);
    Services.awaited(OpenFiles.class);
    for (var bundle : Bundles.subsystems()) {
      bundle.start(Bundle.START_TRANSIENT);
    }
    Waiting.until(() -> registered().containsAll(CONTROLLERS), () -> "only " + registered());
  }

  private List<String> registered() {
    return admin.subsystems().stream()
        .filter(report -> report.state() == SubsystemReport.State.UNBOUND)
        .map(SubsystemReport::name)
        .toList();
  }

  ContainerAdmin admin() {
    return admin;
  }

  Caller self() {
    return self;
  }

  /** Starts a process and says which. */
  int fork() throws Exception {
    return Integer.parseInt(shell.type("sim fork"));
  }

  /** Does something with the machine, in the words of its command. */
  void sim(String words) throws Exception {
    shell.type("sim " + words);
  }

  /** Begins anew, with none of its processes. */
  void restart() throws BundleException, InterruptedException {
    var host = Bundles.named("host.sim");
    host.stop(Bundle.STOP_TRANSIENT);
    host.start(Bundle.START_TRANSIENT);
    Services.awaited(Host.class);
    Services.awaited(COMMAND);
  }

  @Override
  public void close() throws BundleException {
    shell.close();
    System.clearProperty(CHOICE);
    Bundles.named("host.sim").stop(Bundle.STOP_TRANSIENT);
    for (var bundle : stopped) {
      bundle.start(Bundle.START_TRANSIENT);
    }
  }
}
