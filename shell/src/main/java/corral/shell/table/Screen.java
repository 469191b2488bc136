package corral.shell.table;

import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Process;

/** How much of a line the person sees. */
final class Screen {
  private static final int NARROWEST = 20;

  private Screen() {}

  /** The columns of the session's terminal; 0 if the output does not go to one. */
  static int width(CommandSession session) {
    int columns = isShown() ? columns(session) : 0;
    return columns == 0 ? 0 : Math.max(NARROWEST, columns);
  }

  /** Whether what is written now goes where the session's output goes, not into a pipe. */
  private static boolean isShown() {
    var process = Process.Utils.current();
    return process == null || process.isTty(1);
  }

  private static int columns(CommandSession session) {
    var columns = session.get("COLUMNS");
    try {
      return columns == null ? 0 : Integer.parseInt(columns.toString());
    } catch (NumberFormatException _) {
      return 0;
    }
  }
}
