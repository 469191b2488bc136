package corral.bench;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import corral.framework.engine.Engine;
import corral.front.fuse.FuseFront;
import corral.host.linux.LinuxFuseMounts;
import java.io.IOException;
import java.nio.file.Path;

/** A hierarchy without subsystems that other programs see, and in it all processes. */
final class MountedEngine implements AutoCloseable {
  static final Caller ROOT = new Caller(0, 0, 0);

  private final LiveEngine live = new LiveEngine();
  private final LinuxFuseMounts mounts = new LinuxFuseMounts(live.proc());
  private final FuseFront front = new FuseFront(live.engine(), mounts);
  private final Path directory;

  /** Mounts one at this directory. */
  MountedEngine(Path directory) throws ContainerException, IOException {
    this.directory = directory;
    front.open();
    live.engine().mount("none,name=files", directory.toString(), ROOT);
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
    return live.engine();
  }

  @Override
  public void close() {
    try {
      front.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    mounts.stop();
    live.close();
  }
}
