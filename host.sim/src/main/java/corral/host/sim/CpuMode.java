package corral.host.sim;

/** What CPU time is used for. */
public enum CpuMode {
  /** A program's own code. */
  USER,
  /** The kernel on a program's behalf. */
  SYSTEM
}
