package corral.framework.engine;

import corral.framework.api.ContainerException;
import corral.framework.api.admin.Access;
import java.util.List;

/** What a path of the name space leads to. */
sealed interface Node {
  /** What belongs to somebody. It is given away and changed under the management lock. */
  sealed interface Owned extends Node {
    /** Whose it is, and who may write to it. */
    Access access();

    /** The permission bits that can be set and cleared; the others are what they are. */
    int changeableMode();

    /** Gives it to an owner and a group. */
    void give(int uid, int gid);

    /** Sets the permission bits. */
    void mode(int mode);
  }

  /** A container's directory. */
  record ContainerDirectory(ContainerNode container) implements Owned {
    @Override
    public Access access() {
      return container.ownership().directory();
    }

    @Override
    public int changeableMode() {
      return Access.WRITE;
    }

    @Override
    public void give(int uid, int gid) {
      container.ownership().giveDirectory(uid, gid);
    }

    @Override
    public void mode(int mode) {
      container.ownership().directoryMode(mode);
    }
  }

  /** A control file of a container. */
  record ContainerFile(ContainerNode container, FileRow row) implements Owned {
    @Override
    public Access access() {
      return container.ownership().file(row);
    }

    @Override
    public int changeableMode() {
      return row.writer() == null ? 0 : Access.WRITE;
    }

    @Override
    public void give(int uid, int gid) {
      container.ownership().file(row, access().ownedBy(uid, gid));
    }

    @Override
    public void mode(int mode) {
      container.ownership().file(row, access().withMode(mode));
    }
  }

  /** A directory that only leads elsewhere; its entries by name. */
  record Passage(List<String> names) implements Node {}

  /** A file that can only be read. */
  record Report(Content content) implements Node {}

  /** Makes what a report says. */
  @FunctionalInterface
  interface Content {
    String read() throws ContainerException;
  }
}
