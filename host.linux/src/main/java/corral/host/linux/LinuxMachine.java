package corral.host.linux;

import corral.framework.api.ContainerException;
import corral.framework.api.host.IndexSet;
import corral.framework.api.host.Machine;
import corral.host.linux.ffi.Clocks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The CPUs and memory nodes that {@code /sys/devices/system} shows. */
@Component
public final class LinuxMachine implements Machine {
  /** More than any kernel is built for. */
  private static final int MAX_INDEX = 1 << 16;

  private final Path devices;

  /** The machine that this runs on. */
  @Activate
  public LinuxMachine() {
    this(Path.of("/sys/devices/system"));
  }

  LinuxMachine(Path devices) {
    this.devices = devices;
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
