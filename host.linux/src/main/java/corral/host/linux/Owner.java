package corral.host.linux;

import corral.framework.api.host.TaskInfo;
import corral.host.linux.ffi.OsException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The Corral that something belongs to which the kernel keeps when its process is killed, as the
 * name of that thing tells: {@code corral-PID-START-NAMESPACE}. The start is in hundredths of a
 * second since the machine's boot, and the namespace that of the pid. So a later one can tell what
 * is left without touching it, which could block.
 */
record Owner(int pid, long start, long namespace) {
  private static final Pattern NAME =
      Pattern.compile("corral-([0-9]{1,9})-([0-9]{1,15})-([0-9]{1,15})(-.*)?");
  private static final Pattern NAMESPACE = Pattern.compile("pid:\\[([0-9]+)]");
  private static final long NANOS = 10_000_000;

  /** This process. */
  static Owner self(ProcReader proc) throws OsException {
    var self = proc.look(proc.self().pid()).orElseThrow();
    return new Owner(self.pid(), self.startTimeNanos() / NANOS, namespace(proc, self.pid()));
  }

  private static long namespace(ProcReader proc, int pid) throws OsException {
    var link = NAMESPACE.matcher(proc.link(pid, "ns/pid"));
    return link.matches() ? Long.parseLong(link.group(1)) : 0;
  }

  /** Whom a name tells, that can go on behind a dash; empty if it is not one of Corral's. */
  static Optional<Owner> of(String name) {
    var fields = NAME.matcher(name);
    return fields.matches()
        ? Optional.of(
            new Owner(
                Integer.parseInt(fields.group(1)),
                Long.parseLong(fields.group(2)),
                Long.parseLong(fields.group(3))))
        : Optional.empty();
  }

  /**
   * Whether it has certainly ended, given a way to look at processes. Of pids in another namespace
   * nothing is known.
   */
  boolean isGone(Owner self, ProcReader proc) {
    return namespace == self.namespace && !lives(proc);
  }

  private boolean lives(ProcReader proc) {
    return proc.look(pid)
        .filter(process -> !process.ended())
        .filter(process -> TaskInfo.isSameStart(process.startTimeNanos(), start * NANOS))
        .isPresent();
  }

  String name() {
    return "corral-" + pid + "-" + start + "-" + namespace;
  }
}
