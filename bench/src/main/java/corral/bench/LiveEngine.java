package corral.bench;

import corral.framework.api.ContainerException;
import corral.framework.engine.Engine;
import corral.host.linux.BoundedFiles;
import corral.host.linux.LinuxHost;
import corral.host.linux.LinuxNamespaces;
import corral.host.linux.NicedProcesses;
import corral.host.linux.PinnedProcesses;
import corral.host.linux.ProcReader;

/** An engine whose tasks are the live processes of this machine. */
final class LiveEngine implements AutoCloseable {
  private final Engine engine = new Engine();
  private final ProcReader proc = new ProcReader();
  private final LinuxHost host =
      new LinuxHost(
          engine,
          proc,
          new PinnedProcesses(proc),
          new BoundedFiles(proc),
          new NicedProcesses(proc),
          new LinuxNamespaces(proc),
          Usual.of(LinuxHost.Config.class));

  LiveEngine() throws ContainerException {
    engine.start();
    host.start();
  }

  Engine engine() {
    return engine;
  }

  ProcReader proc() {
    return proc;
  }

  @Override
  public void close() {
    host.stop();
    proc.close();
    engine.close();
  }
}
