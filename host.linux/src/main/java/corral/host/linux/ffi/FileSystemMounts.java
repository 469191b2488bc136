package corral.host.linux.ffi;

import java.lang.foreign.Arena;

/** Takes file systems off the machine's tree. Safe for use by any thread. Source: umount(2). */
public final class FileSystemMounts {
  static final int MNT_DETACH = 2;
  static final int UMOUNT_NOFOLLOW = 8;

  private FileSystemMounts() {}

  /**
   * Unmounts what is mounted last at a directory, at once: whoever is in it stays there.
   *
   * @throws OsException EINVAL if nothing is mounted there, EPERM
   */
  public static void detach(String directory) throws OsException {
    try (var arena = Arena.ofConfined()) {
      var target = arena.allocateFrom(directory);
      OsException.check(
          new LibC(arena).umount2(target, MNT_DETACH | UMOUNT_NOFOLLOW), "umount " + directory);
    }
  }
}
