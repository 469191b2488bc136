package corral.bench;

import corral.framework.api.ContainerException;
import corral.framework.engine.Engine;
import corral.front.fuse.FuseFront;
import corral.host.linux.LinuxFuseMounts;
import corral.host.linux.ProcReader;
import java.nio.file.Path;

/** A hierarchy without subsystems that other programs see; its tasks are not the machine's. */
final class MountedEngine implements AutoCloseable {
  private final IdleEngine idle = new IdleEngine(0, 0);
  private final ProcReader proc = new ProcReader();
  private final LinuxFuseMounts mounts = new LinuxFuseMounts(proc);
  private final FuseFront front = new FuseFront(idle.engine, mounts);
  private final Path directory;

  /** Mounts one at this directory. */
  MountedEngine(Path directory) throws ContainerException {
    this.directory = directory;
    front.open();
    idle.engine.mount("none,name=files", directory.toString(), IdleEngine.ROOT);
    front
        .obstacle(directory.toString())
        .ifPresent(
            reason -> {
              throw new IllegalStateException("needs root and /dev/fuse: " + reason);
            });
  }

  Path directory() {
    return directory;
  }

  Engine engine() {
    return idle.engine;
  }

  IdleEngine idle() {
    return idle;
  }

  @Override
  public void close() {
    try {
      front.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    mounts.stop();
    proc.close();
    idle.engine.close();
  }
}
