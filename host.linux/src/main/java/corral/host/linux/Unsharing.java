package corral.host.linux;

import static java.util.stream.Collectors.joining;

import corral.framework.api.host.NamespaceKind;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The way of a process into namespaces of its own, by unshare(1): from its gate it goes through
 * unshare to a second gate, where it waits until everybody has taken notice.
 */
final class Unsharing implements Passage {
  static final String PROGRAM = "unshare";

  /**
   * Opening the second gate both ways never waits, so that the end of the first is always heard:
   * whoever should have let the process go is gone then.
   */
  private static final String WAIT_AGAIN_THEN_EXECUTE =
      "exec 4<>\"$1\"; IFS= read -r corral_go <&3 || exit; unset corral_go; exec 3<&- 4<&-; "
          + "shift; exec \"$@\"";

  private static final String WAIT_THEN_UNSHARE =
      "exec 3<\"$1\"; IFS= read -r corral_go <&3 || exit; unset corral_go; shift; "
          + "exec "
          + PROGRAM
          + " %s -- /bin/sh -c '"
          + WAIT_AGAIN_THEN_EXECUTE
          + "' sh \"$@\"";

  private final Set<NamespaceKind> kinds;
  private final LinuxNamespaces namespaces;
  private final Gate gate;

  Unsharing(Set<NamespaceKind> kinds, LinuxNamespaces namespaces) throws IOException {
    this.kinds = EnumSet.copyOf(kinds);
    this.namespaces = namespaces;
    this.gate = Gate.make();
  }

  Gate gate() {
    return gate;
  }

  /** A shell script whose arguments are the two gates and the command. */
  String script() {
    return WAIT_THEN_UNSHARE.formatted(options().stream().collect(joining(" ")));
  }

  private List<String> options() {
    var options = new ArrayList<String>();
    for (var kind : kinds) {
      options.add(kind == NamespaceKind.MNT ? "--mount" : "--" + kind.word());
    }
    if (kinds.contains(NamespaceKind.USER)) {
      options.add("--map-current-user");
    }
    if (kinds.contains(NamespaceKind.PID)) {
      options.add("--kill-child");
      if (kinds.contains(NamespaceKind.MNT)) {
        options.add("--mount-proc");
      }
    }
    return options;
  }

  @Override
  public void go(Process process, OutputStream leave) throws IOException {
    leave.write('\n');
    gate.meet(process).close();
    if (process.isAlive()) {
      namespaces.awaitNotice(inNewNamespaces(process));
    }
  }

  /** With new process ids it is the child that will be the program. */
  private static List<Integer> inNewNamespaces(Process process) {
    var pids = new ArrayList<>(List.of((int) process.pid()));
    process.children().forEach(child -> pids.add((int) child.pid()));
    return pids;
  }

  @Override
  public void close() throws IOException {
    gate.close();
  }
}
