package corral.framework.api.host;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of namespaces that a process is in, one of each. Source: namespaces(7). */
public enum NamespaceKind {
  /** Roots of control groups. */
  CGROUP,
  /** System V IPC and POSIX message queues. */
  IPC,
  /** Mount points. */
  MNT,
  /** Network devices, addresses, ports. */
  NET,
  /** Process ids. */
  PID,
  /** Boot and monotonic clocks. */
  TIME,
  /** User and group ids, capabilities. */
  USER,
  /** Host name and domain name. */
  UTS;

  private final String word = name().toLowerCase(Locale.ROOT);

  /** How the kernel calls it: the name of its link in {@code /proc/<pid>/ns}. */
  public String word() {
    return word;
  }

  /** The kind that the kernel calls so; empty if there is none. */
  public static Optional<NamespaceKind> of(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
  }
}
