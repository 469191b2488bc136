package corral.framework.engine;

import corral.framework.api.Caller;
import corral.framework.api.admin.Access;
import java.util.HashMap;
import java.util.Map;

/**
 * Who owns a container's directory and its files. At first all is its maker's. The files that move
 * tasks go with the directory when it is given away, the others stay: so whoever is given a
 * container can fill and divide it, but not change its limits. Read without a lock, written under
 * the management lock.
 */
final class Ownership {
  private static final int DIRECTORY_MODE = 0755;
  private static final int MEMBERS_MODE = 0644;

  private final int makerUid;
  private final int makerGid;
  private volatile Access directory;
  private volatile Access members;

  /** The control files that are no longer as they were made, by name. */
  private volatile Map<String, Access> changed = Map.of();

  Ownership(Caller maker) {
    makerUid = maker.uid();
    makerGid = maker.gid();
    directory = new Access(makerUid, makerGid, DIRECTORY_MODE);
    members = new Access(makerUid, makerGid, MEMBERS_MODE);
  }

  Access directory() {
    return directory;
  }

  /** Who may move tasks: the access to {@code tasks} and {@code cgroup.procs}, which are one. */
  Access members() {
    return members;
  }

  Access file(FileRow row) {
    if (row.movesTasks()) {
      return members;
    }
    var known = changed.get(row.name());
    return known == null ? new Access(makerUid, makerGid, row.mode()) : known;
  }

  void giveDirectory(int uid, int gid) {
    directory = directory.ownedBy(uid, gid);
    members = members.ownedBy(uid, gid);
  }

  void directoryMode(int mode) {
    directory = directory.withMode(mode);
  }

  void file(FileRow row, Access access) {
    if (row.movesTasks()) {
      members = access;
    } else {
      var more = new HashMap<>(changed);
      more.put(row.name(), access);
      changed = Map.copyOf(more);
    }
  }
}
