package corral.host.linux;

import corral.framework.api.ContainerException;
import corral.framework.api.host.IndexSet;
import corral.framework.api.host.Machine;
import corral.host.linux.ffi.Clocks;
import corral.host.linux.ffi.Pages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * The CPUs and memory nodes that {@code /sys/devices/system} shows. For changes it is looked at
 * once a second, as long as somebody wants to know of them: the kernel's own messages ({@code
 * uevent}) do not reach every place where Corral may run, and this costs some 50 microseconds.
 */
@Component
public final class LinuxMachine implements Machine {
  /** More than any kernel is built for. */
  private static final int MAX_INDEX = 1 << 16;

  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Path devices;
  private final Duration period;
  private final Set<OnlineWatch> watches = ConcurrentHashMap.newKeySet();

  /** The machine that this runs on. */
  @Activate
  public LinuxMachine() {
    this(Path.of("/sys/devices/system"), LOOK);
  }

  LinuxMachine(Path devices, Duration period) {
    this.devices = devices;
    this.period = period;
  }

  /** Nobody is told of changes any more. */
  @Deactivate
  void close() {
    watches.forEach(OnlineWatch::close);
  }

  @Override
  public IndexSet cpus() {
    return read("cpu/possible");
  }

  @Override
  public IndexSet onlineCpus() {
    return read("cpu/online");
  }

  @Override
  public IndexSet memoryNodes() {
    return read("node/possible");
  }

  @Override
  public IndexSet onlineMemoryNodes() {
    return read("node/online");
  }

  @Override
  public int userHz() {
    return Clocks.userHz();
  }

  @Override
  public Watch onChange(Runnable action) {
    var watch = new OnlineWatch(this, action, period);
    watches.add(watch);
    return () -> {
      watch.close();
      watches.remove(watch);
    };
  }

  @Override
  public int pageBytes() {
    return Pages.size();
  }

  /** A kernel without nodes has no such directory; its memory is node 0. */
  private IndexSet read(String file) {
    try {
      return IndexSet.parse(Files.readString(devices.resolve(file)), MAX_INDEX);
    } catch (NoSuchFileException _) {
      return IndexSet.of(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ContainerException e) {
      throw new IllegalStateException(devices.resolve(file) + ": " + e.getMessage(), e);
    }
  }
}
