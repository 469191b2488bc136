package corral.front.fuse;

/** What poll(2) tells of a file, as kernfs, the kernel's own, tells it of control files. */
final class PollEvents {
  private static final int IN = 0x1;
  private static final int PRI = 0x2;
  private static final int OUT = 0x4;
  private static final int ERR = 0x8;
  private static final int RDNORM = 0x40;
  private static final int WRNORM = 0x100;

  private static final int ALWAYS = IN | OUT | RDNORM | WRNORM;

  private PollEvents() {}

  /** Reading and writing never block; a change since the last read is an exception. */
  static int of(boolean changed) {
    return changed ? ALWAYS | PRI | ERR : ALWAYS;
  }
}
