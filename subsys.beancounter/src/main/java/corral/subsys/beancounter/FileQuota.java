package corral.subsys.beancounter;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.OpenFiles;
import org.jspecify.annotations.Nullable;

/** How many files one member of a container has open, and how many it may have. For one thread. */
final class FileQuota {
  /** More than any process can have. */
  private static final long UNKNOWN = Long.MAX_VALUE;

  private final OpenFiles files;
  private final int pid;

  private int open;
  private long most = UNKNOWN;
  private boolean isHungry;

  /** Why the process cannot be held to its quota; null if it can. */
  private @Nullable Errno refusal;

  FileQuota(OpenFiles files, int pid) {
    this.files = files;
    this.pid = pid;
  }

  int pid() {
    return pid;
  }

  int open() {
    return open;
  }

  /** Whether it has just taken something, or all that it could. */
  boolean isHungry() {
    return isHungry;
  }

  @Nullable Errno refusal() {
    return refusal;
  }

  /** How many it may have open before anybody looks again. */
  long reckoned() {
    return most == UNKNOWN ? open : Math.max(open, most);
  }

  /** Whether it has used up more than half of a share, or has no quota yet. */
  boolean wants(long share) {
    return refusal == null && (most == UNKNOWN || most - open < (share + 1) / 2);
  }

  /** Whether it may open more than a share. */
  boolean exceeds(long share) {
    return refusal == null && most - share > open;
  }

  /** What was refused once may have passed: a want of descriptors, or another user id. */
  void tryAgain() {
    if (refusal != null) {
      refusal = null;
      most = UNKNOWN;
    }
  }

  void look() {
    try {
      int before = open;
      open = files.count(pid);
      isHungry = open > before || (isHungry && open >= most);
    } catch (ContainerException e) {
      refuse(e);
    }
  }

  /** Lets it open no more than a share; it may have opened more until now. */
  void lower(long share) {
    if (exceeds(share)) {
      bound(open + share);
    }
  }

  /**
   * Lets it open as much as a share, if there is so much.
   *
   * @param free how much there is at the most
   * @return how much of it was given
   */
  long raise(long share, long free) {
    long more = Math.min(open + share - most, free);
    if (refusal != null || more <= 0) {
      return 0;
    }
    bound(most + more);
    return more;
  }

  private void bound(long newMost) {
    try {
      open = files.bound(pid, newMost);
      most = newMost;
    } catch (ContainerException e) {
      refuse(e);
    }
  }

  /** One that is gone has nothing open; one that may not be looked at has what it had last. */
  private void refuse(ContainerException e) {
    open = e.errno() == Errno.ESRCH ? 0 : open;
    most = 0;
    isHungry = false;
    refusal = e.errno();
  }

  /** Gives the process back what it was allowed before. */
  void release() {
    files.release(pid);
    most = UNKNOWN;
  }
}
