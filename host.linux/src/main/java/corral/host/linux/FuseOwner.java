package corral.host.linux;

import corral.framework.api.host.TaskInfo;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The Corral that a mounted file system belongs to, as its source names it: {@code
 * corral-PID-START}, with the start in hundredths of a second since the machine's boot. So a later
 * one can tell whether its owner still lives without touching it, which could block.
 */
record FuseOwner(int pid, long start) {
  static final String SUBTYPE = "corral";

  /** The type that all have in the table of mounts. */
  static final String TYPE = "fuse." + SUBTYPE;

  private static final Pattern SOURCE = Pattern.compile("corral-([0-9]{1,9})-([0-9]{1,15})");
  private static final long NANOS = 10_000_000;

  static FuseOwner of(TaskInfo process) {
    return new FuseOwner(process.pid(), process.startTimeNanos() / NANOS);
  }

  /** The owner of a mount; empty if it is not one of Corral's. */
  static Optional<FuseOwner> of(MountTable.Line line) {
    var source = SOURCE.matcher(line.source());
    return line.type().equals(TYPE) && source.matches()
        ? Optional.of(
            new FuseOwner(Integer.parseInt(source.group(1)), Long.parseLong(source.group(2))))
        : Optional.empty();
  }

  /** Whether the owner lives, given a way to look at processes. */
  boolean lives(ProcReader proc) {
    return proc.look(pid)
        .filter(process -> !process.ended())
        .filter(process -> TaskInfo.isSameStart(process.startTimeNanos(), start * NANOS))
        .isPresent();
  }

  String source() {
    return "corral-" + pid + "-" + start;
  }
}
