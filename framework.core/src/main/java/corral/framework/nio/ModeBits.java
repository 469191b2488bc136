package corral.framework.nio;

import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Permissions as a set and as a number: the bits of {@code <sys/stat.h>}. */
final class ModeBits {
  private static final List<PosixFilePermission> FROM_LOWEST =
      List.of(
          PosixFilePermission.OTHERS_EXECUTE,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.GROUP_EXECUTE,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.OWNER_EXECUTE,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_READ);

  private ModeBits() {}

  static Set<PosixFilePermission> toSet(int mode) {
    var set = EnumSet.noneOf(PosixFilePermission.class);
    for (var permission : FROM_LOWEST) {
      if ((mode & bit(permission)) != 0) {
        set.add(permission);
      }
    }
    return set;
  }

  static int of(Set<PosixFilePermission> set) {
    return set.stream().mapToInt(ModeBits::bit).sum();
  }

  private static int bit(PosixFilePermission permission) {
    return 1 << FROM_LOWEST.indexOf(permission);
  }
}
