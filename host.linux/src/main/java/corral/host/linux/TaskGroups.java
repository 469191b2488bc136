package corral.host.linux;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.TaskInfo;
import corral.framework.api.host.TaskLimits;
import corral.host.linux.ffi.ErrorNumber;
import corral.host.linux.ffi.KernelFile;
import corral.host.linux.ffi.OsException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Bounds tasks by control groups of the kernel's {@code pids} controller, which are made for it
 * below the root of their hierarchy and removed again. Thread-safe; one change at a time.
 *
 * <p>A group's directory has one directory within for each place that its processes came from, and
 * they are in those: so the kernel itself keeps in mind where a process goes back to, and its
 * children too, also those that nobody has told of.
 */
final class TaskGroups implements TaskLimits, AutoCloseable {
  private static final Logger LOG = System.getLogger(TaskGroups.class.getName());

  /** The kernel's bound on process ids: a greater limit is refused ({@code PID_MAX_LIMIT}). */
  private static final long MOST_TASKS = 4_194_304;

  /** How often a group is looked at that is to be left; its processes may be forking. */
  private static final int PATIENCE = 1000;

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final CgroupMount mount;
  private final ProcReader proc;

  /** Where those came from that are in a directory. Guarded by this. */
  private final Map<Path, Path> homes = new HashMap<>();

  /** The groups that are not closed. Guarded by this. */
  private final Set<ControlGroup> groups = new HashSet<>();

  /** What the groups are in; null while there is none. Guarded by this. */
  private @Nullable Path base;

  /** Tells the directories apart. Guarded by this. */
  private int made;

  TaskGroups(CgroupMount mount, ProcReader proc) {
    this.mount = mount;
    this.proc = proc;
  }

  @Override
  public String means() {
    return "a pids control group below " + mount.directory();
  }

  @Override
  public synchronized Group open(@Nullable Group outer) throws ContainerException {
    try {
      var directory = outer instanceof ControlGroup within ? within.directory() : base();
      giveController(directory);
      var group = new ControlGroup(make(directory, "group-"));
      groups.add(group);
      return group;
    } catch (IOException refused) {
      throw refusal(refused);
    }
  }

  private Path base() throws IOException {
    var existing = base;
    if (existing == null) {
      var name = "corral-" + ProcessHandle.current().pid() + "-";
      existing = make(mount.directory(), name);
      base = existing;
    }
    return existing;
  }

  /** In a virtual machine there can be several of these, one after the other or at a time. */
  private Path make(Path directory, String name) throws IOException {
    return Files.createTempDirectory(directory, name + ++made + "-");
  }

  private void giveController(Path directory) throws IOException {
    if (mount.isUnified()) {
      KernelFile.write(directory.resolve("cgroup.subtree_control"), "+pids");
    }
  }

  @Override
  public synchronized void release(int pid, long startTimeNanos) {
    if (homes.isEmpty() || !lives(pid, startTimeNanos)) {
      return;
    }
    directory(pid)
        .map(homes::get)
        .ifPresent(
            home -> {
              try {
                move(pid, existing(home));
              } catch (OsException refused) {
                stays(Integer.toString(pid), refused);
              }
            });
  }

  private boolean lives(int pid, long startTimeNanos) {
    var start = proc.lifeStartNanos(pid);
    return start.isPresent() && TaskInfo.isSameStart(start.getAsLong(), startTimeNanos);
  }

  private Optional<Path> directory(int pid) {
    return proc.text(pid, "cgroup").flatMap(mount::group);
  }

  private static void move(int pid, Path directory) throws OsException {
    KernelFile.write(directory.resolve("cgroup.procs"), Integer.toString(pid));
  }

  /** A group that its last process has left may have been removed since. */
  private Path existing(Path home) {
    for (var directory = home; directory != null; directory = directory.getParent()) {
      if (Files.isDirectory(directory)) {
        return directory;
      }
    }
    return mount.directory();
  }

  private static void stays(String what, IOException refused) {
    LOG.log(Level.WARNING, "{0} stays in a control group: {1}", what, refused.getMessage());
  }

  /** Leaves every process, and the hierarchy, as they were before. */
  @Override
  public synchronized void close() {
    List.copyOf(groups).forEach(ControlGroup::close);
  }

  private static ContainerException refusal(IOException refused) {
    return refused instanceof OsException known
        ? Refusal.of(known)
        : new ContainerException(Errno.EIO, refused.toString());
  }

  private static ContainerException closed() {
    return new ContainerException(Errno.ENODEV, "the group of tasks is closed");
  }

  /** One control group. Everything is guarded by the monitor of the outer object. */
  private final class ControlGroup implements Group {
    private final Path directory;

    /** The directories with the processes, by where those came from. */
    private final Map<Path, Path> rooms = new HashMap<>();

    ControlGroup(Path directory) {
      this.directory = directory;
    }

    Path directory() throws ContainerException {
      if (!groups.contains(this)) {
        throw closed();
      }
      return directory;
    }

    @Override
    public void bound(long most) throws ContainerException {
      synchronized (TaskGroups.this) {
        var limit = most >= MOST_TASKS ? "max" : Long.toString(most);
        try {
          KernelFile.write(directory().resolve("pids.max"), limit);
        } catch (OsException refused) {
          throw refusal(refused);
        }
      }
    }

    @Override
    public void enter(int pid, long startTimeNanos) throws ContainerException {
      synchronized (TaskGroups.this) {
        directory();
        if (!lives(pid, startTimeNanos)) {
          throw new ContainerException(Errno.ESRCH, Integer.toString(pid), null);
        }
        var now =
            TaskGroups.this
                .directory(pid)
                .orElseThrow(
                    () ->
                        new ContainerException(
                            Errno.EACCES,
                            Integer.toString(pid),
                            "its control group is not below " + mount.directory()));
        try {
          var room = room(homes.getOrDefault(now, now));
          if (!now.equals(room)) {
            move(pid, room);
          }
        } catch (OsException refused) {
          throw Refusal.of(refused, pid, null);
        } catch (IOException refused) {
          throw refusal(refused);
        }
      }
    }

    private Path room(Path home) throws IOException {
      var room = rooms.get(home);
      if (room == null) {
        room = make(directory, "home-");
        rooms.put(home, room);
        homes.put(room, home);
      }
      return room;
    }

    @Override
    public long held() {
      synchronized (TaskGroups.this) {
        return groups.contains(this) ? number(directory.resolve("pids.current"), "") : 0;
      }
    }

    /** Version 1 counts where the fork was tried, version 2 where it was refused. */
    @Override
    public long refused() {
      synchronized (TaskGroups.this) {
        if (!groups.contains(this)) {
          return 0;
        }
        long refused = number(directory.resolve("pids.events"), "max ");
        for (var room : rooms.values()) {
          refused += number(room.resolve("pids.events"), "max ");
        }
        return refused;
      }
    }

    private static long number(Path file, String label) {
      try {
        return Files.readString(file)
            .lines()
            .filter(line -> line.startsWith(label))
            .mapToLong(line -> Long.parseLong(line.substring(label.length())))
            .sum();
      } catch (IOException none) {
        return 0;
      }
    }

    @Override
    public void close() {
      synchronized (TaskGroups.this) {
        if (!groups.contains(this)) {
          return;
        }
        List.copyOf(groups).stream()
            .filter(other -> other != this && other.directory.startsWith(directory))
            .forEach(ControlGroup::close);
        rooms.forEach(this::clear);
        remove(directory);
        groups.remove(this);
        var shared = base;
        if (groups.isEmpty() && shared != null) {
          base = null;
          remove(shared);
        }
      }
    }

    private void clear(Path home, Path room) {
      try {
        for (int i = 0; i < PATIENCE; i++) {
          var pids = Files.readAllLines(room.resolve("cgroup.procs"));
          if (pids.isEmpty()) {
            break;
          }
          for (var pid : pids) {
            moveIfThere(Integer.parseInt(pid), existing(home));
          }
        }
      } catch (IOException refused) {
        stays("what is in " + room, refused);
      }
      homes.remove(room);
      remove(room);
    }

    private static void moveIfThere(int pid, Path directory) throws OsException {
      try {
        move(pid, directory);
      } catch (OsException refused) {
        if (refused.errno() != ErrorNumber.ESRCH) {
          throw refused;
        }
      }
    }

    /** Those who have just ended may keep it for a moment. */
    private static void remove(Path empty) {
      IOException last = null;
      for (int i = 0; i < PATIENCE; i++) {
        try {
          Files.deleteIfExists(empty);
          return;
        } catch (IOException busy) {
          last = busy;
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      }
      LOG.log(Level.WARNING, "{0} is not removed: {1}", empty, String.valueOf(last));
    }
  }
}
