package corral.host.linux;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.FuseMount;
import corral.framework.api.host.FuseMounts;
import corral.host.linux.ffi.OsException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * File systems that this process mounts: by itself if it has {@code CAP_SYS_ADMIN}, else with the
 * help of libfuse. Only mounts of Corral's own are ever taken away.
 */
@Component(immediate = true)
public final class LinuxFuseMounts implements FuseMounts {
  private static final Logger LOG = System.getLogger(LinuxFuseMounts.class.getName());
  private static final int CAP_SYS_ADMIN = 21;

  private final ProcReader proc;
  private final Owner owner;
  private final MountTool tool;
  private final List<MountedFuse> mounted = new CopyOnWriteArrayList<>();

  /** The mounts of this process. */
  @Activate
  public LinuxFuseMounts(@Reference ProcReader proc) throws OsException {
    this.proc = proc;
    var self = proc.self();
    this.owner = Owner.self(proc);
    this.tool = proc.isCapable(CAP_SYS_ADMIN) ? new OwnMounting(self) : new HelpedMounting(self);
  }

  /** Takes away what is left of every Corral that was killed, as far as this user may. */
  @Activate
  public void start() {
    try {
      for (var line : MountTable.read()) {
        if (isLeftover(line)) {
          detachLeftover(line.directory());
        }
      }
    } catch (IOException unreadable) {
      LOG.log(Level.WARNING, "What is mounted is not known", unreadable);
    }
  }

  private void detachLeftover(String place) {
    try {
      tool.detach(place);
    } catch (IOException refused) {
      LOG.log(Level.WARNING, "What a killed Corral has left at " + place + " stays", refused);
    }
  }

  private boolean isLeftover(MountTable.Line line) {
    return owner(line).filter(other -> other.isGone(owner, proc)).isPresent();
  }

  /** The owner of a mount; empty if it is not one of Corral's. */
  private static Optional<Owner> owner(MountTable.Line line) {
    return line.type().equals(MountTool.TYPE) ? Owner.of(line.source()) : Optional.empty();
  }

  /** Unmounts everything. */
  @Deactivate
  public void stop() {
    mounted.reversed().forEach(MountedFuse::unmount);
  }

  @Override
  public Optional<String> obstacle() {
    return tool.obstacle();
  }

  @Override
  public synchronized FuseMount mount(String directory) throws ContainerException {
    try {
      var place = place(directory);
      clear(place);
      checkEmpty(place);
      var device = tool.mount(owner.name(), place.toString());
      var mount =
          new MountedFuse(directory, place.toString(), owner.name(), device, tool, mounted::remove);
      mounted.add(mount);
      return mount;
    } catch (OsException refused) {
      throw Refusal.of(refused, directory);
    } catch (IOException unreadable) {
      throw new ContainerException(Errno.EIO, directory, unreadable.getMessage());
    }
  }

  /** The directory without links on the way to it; what is mounted there is not touched. */
  private static Path place(String directory) throws ContainerException, IOException {
    var path = Path.of(directory);
    var parent = path.getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new ContainerException(Errno.ENOENT, directory, "there is no such directory");
    }
    return parent.toRealPath().resolve(path.getFileName());
  }

  private void clear(Path place) throws ContainerException, IOException {
    for (var line : MountTable.read().reversed()) {
      if (line.directory().equals(place.toString())) {
        if (isLeftover(line)) {
          tool.detach(line.directory());
        } else if (owner(line).isPresent()) {
          throw new ContainerException(
              Errno.EBUSY, place.toString(), "mounted by " + line.source());
        }
      }
    }
  }

  private static void checkEmpty(Path place) throws ContainerException, IOException {
    if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
      boolean exists = Files.exists(place, LinkOption.NOFOLLOW_LINKS);
      throw new ContainerException(
          exists ? Errno.ENOTDIR : Errno.ENOENT,
          place.toString(),
          exists ? "it is no directory" : "there is no such directory");
    }
    try (var entries = Files.newDirectoryStream(place)) {
      if (entries.iterator().hasNext()) {
        throw new ContainerException(
            Errno.ENOTEMPTY, place.toString(), "a mount would hide what is in it");
      }
    }
  }

  @Override
  public List<FuseMount> mounts() {
    return List.copyOf(mounted);
  }

  @Override
  public int processOf(int thread) {
    return proc.processOf(thread);
  }
}
