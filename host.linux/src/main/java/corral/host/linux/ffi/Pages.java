package corral.host.linux.ffi;

import java.lang.foreign.Arena;

/** The pages in which the kernel counts memory. Source: sysconf(3). */
public final class Pages {
  static final int SC_PAGESIZE = 30;

  private Pages() {}

  /** The bytes in a page. */
  public static int size() {
    try (var arena = Arena.ofConfined()) {
      return new LibC(arena).sysconf(SC_PAGESIZE);
    }
  }
}
