package corral.host.linux;

import static org.junit.jupiter.api.Assumptions.abort;

import corral.framework.api.ContainerException;
import corral.framework.api.host.TaskEvents;
import java.time.Duration;
import java.util.List;

/** A host that tells a test of the live machine until it is closed. */
final class TestHost implements AutoCloseable {
  private static final int PLENTY = 8 << 20;
  private static final Duration PERIOD = Duration.ofMillis(20);

  final ProcReader proc;
  final PinnedProcesses pinned;
  final LinuxNamespaces namespaces;
  final LinuxHost linux;

  private TestHost(TaskEvents events, ProcReader proc, EventSources sources)
      throws ContainerException {
    this.proc = proc;
    pinned = new PinnedProcesses(proc);
    namespaces = new LinuxNamespaces(proc);
    var pump = new EventPump(proc, List.of(pinned, namespaces), sources);
    linux = new LinuxHost(events, proc, pump, new Launcher(proc, namespaces));
    linux.start();
  }

  /** A host that the kernel tells; where it does not, the test is skipped. */
  static TestHost listening(TaskEvents events) throws ContainerException {
    return listening(events, PLENTY);
  }

  static TestHost listening(TaskEvents events, int bufferBytes) throws ContainerException {
    var proc = new ProcReader();
    var host = new TestHost(events, proc, EventSources.best(proc, bufferBytes, PERIOD));
    if (!host.linux.status().contains("connector,")) {
      host.close();
      abort("needs the kernel's process events: " + host.linux.status());
    }
    return host;
  }

  /** A host that looks at /proc every few milliseconds. */
  static TestHost polling(TaskEvents events) throws ContainerException {
    var proc = new ProcReader();
    return new TestHost(events, proc, EventSources.polling(proc, PERIOD));
  }

  @Override
  public void close() {
    linux.stop();
    pinned.releaseAll();
    proc.close();
  }
}
