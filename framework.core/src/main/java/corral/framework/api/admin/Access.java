package corral.framework.api.admin;

import corral.framework.api.Caller;

/**
 * Who owns a directory or a file, and who may write to it: the permissions of a POSIX file system
 * without access lists. Reading is free to all, so that only the write bits decide anything.
 * Immutable.
 *
 * @param uid the owner
 * @param gid the group
 * @param mode the permission bits, such as {@code 0755}
 */
public record Access(int uid, int gid, int mode) {
  /** The write bits of owner, group and others. */
  public static final int WRITE = 0222;

  /**
   * Whether a caller may write: root always, the owner by the owner's bit, who is in the group by
   * the group's, everybody else by that of the others. The first that applies decides.
   */
  public boolean allowsWriting(Caller caller) {
    if (caller.uid() == 0) {
      return true;
    }
    int whose = caller.uid() == uid ? 0700 : caller.gid() == gid ? 0070 : 0007;
    return (mode & whose & WRITE) != 0;
  }

  /** The same for another owner and group. */
  public Access ownedBy(int newUid, int newGid) {
    return new Access(newUid, newGid, mode);
  }

  /** The same with other permission bits. */
  public Access withMode(int newMode) {
    return new Access(uid, gid, newMode);
  }

  /** For a person: {@code owner 1000, group 100, mode 0755}. */
  @Override
  public String toString() {
    return "owner %d, group %d, mode %04o".formatted(uid, gid, mode);
  }
}
