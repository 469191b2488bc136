package corral.front.fuse;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.admin.Entry;

/**
 * What open(2) and access(2) refuse before anything is read or written. Whether a caller may write
 * is asked of the entry's {@link corral.framework.api.admin.Access}, and asked again by each write.
 */
final class Rights {
  private static final int READ = 4;
  private static final int WRITE = 2;
  private static final int EXECUTE = 1;

  private Rights() {}

  /**
   * Whether the caller has the rights of a mask of access(2).
   *
   * @throws ContainerException EACCES
   */
  static void check(int mask, Entry entry, Caller caller) throws ContainerException {
    if ((mask & READ) != 0) {
      checkRead(entry);
    }
    if ((mask & WRITE) != 0) {
      checkWrite(entry, caller);
    }
    if ((mask & EXECUTE) != 0 && !entry.isDirectory()) {
      throw new ContainerException(Errno.EACCES, entry.path(), "it is no program");
    }
  }

  static void checkRead(Entry entry) throws ContainerException {
    if (!entry.readable()) {
      throw new ContainerException(Errno.EACCES, entry.path(), "it cannot be read");
    }
  }

  static void checkWrite(Entry entry, Caller caller) throws ContainerException {
    if (!entry.writable() || !entry.access().allowsWriting(caller)) {
      throw new ContainerException(Errno.EACCES, entry.path(), "it cannot be written");
    }
  }
}
