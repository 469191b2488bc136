package corral.front.fuse.protocol;

import corral.framework.api.Errno;
import java.util.EnumMap;
import java.util.Map;

/** The numbers of errors on Linux; here and nowhere else a name becomes a number. */
final class ErrnoNumbers {
  private static final Map<Errno, Integer> NUMBERS =
      new EnumMap<>(
          Map.ofEntries(
              Map.entry(Errno.EPERM, 1),
              Map.entry(Errno.ENOENT, 2),
              Map.entry(Errno.ESRCH, 3),
              Map.entry(Errno.EINTR, 4),
              Map.entry(Errno.EIO, 5),
              Map.entry(Errno.E2BIG, 7),
              Map.entry(Errno.EBADF, 9),
              Map.entry(Errno.EAGAIN, 11),
              Map.entry(Errno.ENOMEM, 12),
              Map.entry(Errno.EACCES, 13),
              Map.entry(Errno.EBUSY, 16),
              Map.entry(Errno.EEXIST, 17),
              Map.entry(Errno.EXDEV, 18),
              Map.entry(Errno.ENODEV, 19),
              Map.entry(Errno.ENOTDIR, 20),
              Map.entry(Errno.EISDIR, 21),
              Map.entry(Errno.EINVAL, 22),
              Map.entry(Errno.EMFILE, 24),
              Map.entry(Errno.ENOSPC, 28),
              Map.entry(Errno.EROFS, 30),
              Map.entry(Errno.ERANGE, 34),
              Map.entry(Errno.ENAMETOOLONG, 36),
              Map.entry(Errno.ENOSYS, 38),
              Map.entry(Errno.ENOTEMPTY, 39)));

  private ErrnoNumbers() {}

  /** The positive number. */
  static int of(Errno errno) {
    return NUMBERS.getOrDefault(errno, 5);
  }
}
