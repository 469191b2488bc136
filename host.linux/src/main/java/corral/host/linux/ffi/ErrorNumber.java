package corral.host.linux.ffi;

import java.util.Map;

/** The error numbers that this bundle meets, as in {@code <asm-generic/errno.h>}. */
public final class ErrorNumber {
  public static final int EPERM = 1;
  public static final int ENOENT = 2;
  public static final int ESRCH = 3;
  public static final int EINTR = 4;
  public static final int EIO = 5;
  public static final int EAGAIN = 11;
  public static final int ENOMEM = 12;
  public static final int EACCES = 13;
  public static final int EBUSY = 16;
  public static final int EEXIST = 17;
  public static final int ENODEV = 19;
  public static final int ENOTDIR = 20;
  public static final int EINVAL = 22;
  public static final int EMFILE = 24;
  public static final int ENOSPC = 28;
  public static final int ERANGE = 34;
  public static final int ENOBUFS = 105;
  public static final int ECONNREFUSED = 111;

  private static final Map<Integer, String> TEXTS =
      Map.ofEntries(
          Map.entry(EPERM, "Operation not permitted (EPERM)"),
          Map.entry(ENOENT, "No such file or directory (ENOENT)"),
          Map.entry(ESRCH, "No such process (ESRCH)"),
          Map.entry(EINTR, "Interrupted system call (EINTR)"),
          Map.entry(EIO, "Input/output error (EIO)"),
          Map.entry(EAGAIN, "Resource temporarily unavailable (EAGAIN)"),
          Map.entry(ENOMEM, "Cannot allocate memory (ENOMEM)"),
          Map.entry(EACCES, "Permission denied (EACCES)"),
          Map.entry(EBUSY, "Device or resource busy (EBUSY)"),
          Map.entry(EEXIST, "File exists (EEXIST)"),
          Map.entry(ENODEV, "No such device (ENODEV)"),
          Map.entry(ENOTDIR, "Not a directory (ENOTDIR)"),
          Map.entry(EINVAL, "Invalid argument (EINVAL)"),
          Map.entry(EMFILE, "Too many open files (EMFILE)"),
          Map.entry(ENOSPC, "No space left on device (ENOSPC)"),
          Map.entry(ERANGE, "Numerical result out of range (ERANGE)"),
          Map.entry(ENOBUFS, "No buffer space available (ENOBUFS)"),
          Map.entry(ECONNREFUSED, "Connection refused (ECONNREFUSED)"));

  private ErrorNumber() {}

  /** The error's sentence and name, such as {@code No such process (ESRCH)}. */
  public static String text(int errno) {
    return TEXTS.getOrDefault(errno, "errno " + errno);
  }
}
