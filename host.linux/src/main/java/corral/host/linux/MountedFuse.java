package corral.host.linux;

import corral.framework.api.host.FuseChannel;
import corral.framework.api.host.FuseMount;
import corral.host.linux.ffi.FuseDevice;
import corral.host.linux.ffi.OsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A file system that this Corral has mounted. */
final class MountedFuse implements FuseMount {
  private static final Logger LOG = System.getLogger(MountedFuse.class.getName());

  private final String directory;

  /** The directory as the table of mounts names it, without links. */
  private final String place;

  private final String source;
  private final FuseDevice device;
  private final MountTool tool;
  private final Consumer<MountedFuse> whenUnmounted;

  /** Guarded by this. */
  private @Nullable FuseChannel channel;

  /** Guarded by this. */
  private boolean unmounted;

  private volatile Map<String, String> left = Map.of();

  MountedFuse(
      String directory,
      String place,
      String source,
      FuseDevice device,
      MountTool tool,
      Consumer<MountedFuse> whenUnmounted) {
    this.directory = directory;
    this.place = place;
    this.source = source;
    this.device = device;
    this.tool = tool;
    this.whenUnmounted = whenUnmounted;
  }

  @Override
  public String directory() {
    return directory;
  }

  @Override
  public boolean isMounted() {
    try {
      return MountTable.read().stream()
          .anyMatch(line -> line.directory().equals(place) && line.source().equals(source));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized FuseChannel open() {
    if (channel != null || unmounted) {
      throw new IllegalStateException(directory + (unmounted ? " is unmounted" : " is taken"));
    }
    try {
      channel = new OpenFuseChannel(device, this::closed);
      return channel;
    } catch (OsException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized void closed() {
    channel = null;
  }

  @Override
  public Map<String, String> left() {
    return left;
  }

  @Override
  public void leave(Map<String, String> values) {
    left = Map.copyOf(values);
  }

  /** The device is closed last: while it is open nobody who looks at the place gets an error. */
  @Override
  public void unmount() {
    FuseChannel open;
    synchronized (this) {
      if (unmounted) {
        return;
      }
      unmounted = true;
      open = channel;
    }
    if (open != null) {
      open.close();
    }
    try {
      if (isMounted()) {
        tool.detach(place);
      }
    } catch (IOException refused) {
      LOG.log(Level.WARNING, directory + " stays mounted", refused);
    }
    device.close();
    whenUnmounted.accept(this);
  }
}
