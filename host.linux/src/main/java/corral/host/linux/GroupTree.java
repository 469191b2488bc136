package corral.host.linux;

import corral.host.linux.ffi.ErrorNumber;
import corral.host.linux.ffi.KernelFile;
import corral.host.linux.ffi.OsException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How the directories of control groups lie in each other that Corral makes. A group has a
 * directory {@code home}, in which there is the path of each place that its processes came from,
 * and they are in those: so the kernel itself keeps in mind where a process goes back to, and its
 * children too, also those that nobody has told of, and also when Corral is killed. Immutable.
 *
 * @param mount where the hierarchy is seen
 */
record GroupTree(CgroupMount mount) {
  private static final Logger LOG = System.getLogger(GroupTree.class.getName());

  private static final String HOME = "home";

  /** What the kernel lists the processes in, and takes them by. */
  private static final String PROCESSES = "cgroup.procs";

  /** How often a group is looked at that is to be left; its processes may be forking. */
  private static final int PATIENCE = 1000;

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** Where the processes of a group are that came from a place. */
  Path room(Path group, Path home) {
    return group.resolve(HOME).resolve(mount.directory().relativize(home));
  }

  /** The place that the processes of a room came from. */
  Path home(Path room) {
    var place = mount.directory();
    boolean isBelowHome = false;
    for (var name : mount.directory().relativize(room)) {
      if (isBelowHome) {
        place = place.resolve(name);
      } else {
        isBelowHome = name.endsWith(HOME);
      }
    }
    return place;
  }

  /** Moves a process; to the next place above, if the group has been removed since. */
  void move(int pid, Path home) throws OsException {
    KernelFile.write(existing(home).resolve(PROCESSES), Integer.toString(pid));
  }

  private Path existing(Path home) {
    for (var directory = home; directory != null; directory = directory.getParent()) {
      if (Files.isDirectory(directory)) {
        return directory;
      }
    }
    return mount.directory();
  }

  /** Removes a group, and all groups within; the processes go back to where they came from. */
  void dissolve(Path group) {
    try {
      for (var within : directories(group)) {
        if (within.endsWith(HOME)) {
          dissolve(within, mount.directory());
        } else {
          dissolve(within);
        }
      }
      remove(group);
    } catch (IOException refused) {
      stays(group, refused);
    }
  }

  private void dissolve(Path room, Path home) throws IOException {
    for (var within : directories(room)) {
      dissolve(within, home.resolve(within.getFileName()));
    }
    empty(room, home);
    remove(room);
  }

  private static List<Path> directories(Path within) throws IOException {
    List<Path> found = new ArrayList<>();
    try (var all = Files.newDirectoryStream(within, Files::isDirectory)) {
      all.forEach(found::add);
    }
    return found;
  }

  private void empty(Path room, Path home) throws IOException {
    for (int i = 0; i < PATIENCE; i++) {
      var pids = Files.readAllLines(room.resolve(PROCESSES));
      if (pids.isEmpty()) {
        return;
      }
      for (var pid : pids) {
        moveIfThere(Integer.parseInt(pid), home);
      }
    }
  }

  private void moveIfThere(int pid, Path home) throws OsException {
    try {
      move(pid, home);
    } catch (OsException refused) {
      if (refused.errno() != ErrorNumber.ESRCH) {
        throw refused;
      }
    }
  }

  /** Those who have just ended may keep it for a moment. */
  private static void remove(Path empty) throws IOException {
    for (int i = 1; ; i++) {
      try {
        Files.deleteIfExists(empty);
        return;
      } catch (IOException busy) {
        if (i == PATIENCE) {
          throw busy;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  /** Another Corral may have been quicker. */
  private static void stays(Path group, IOException refused) {
    if (!(refused instanceof NoSuchFileException)) {
      LOG.log(Level.WARNING, "The control group {0} stays: {1}", group, refused.toString());
    }
  }
}
