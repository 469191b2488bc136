package corral.shell.table;

import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.apache.felix.service.command.Process;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/**
 * Shows a {@link Listing}: on a terminal as a table as wide as the session's {@code COLUMNS},
 * elsewhere as fields between tabs.
 */
@Component
public final class ListingConverter implements Converter {
  private static final int NARROWEST = 20;

  /** Listings are never made from text. */
  @Override
  public @Nullable Object convert(Class<?> desiredType, Object in) {
    return null;
  }

  @Override
  public @Nullable CharSequence format(Object target, int level, Converter session) {
    if (!(target instanceof Listing<?> listing)) {
      return null;
    }
    if (level != INSPECT) {
      return listing.toString();
    }
    int width = session instanceof CommandSession s && isShown() ? columns(s) : 0;
    return width == 0 ? listing.tabbed() : listing.fitted(Math.max(NARROWEST, width));
  }

  /** Whether what is formatted now goes where the session's output goes, not into a pipe. */
  private static boolean isShown() {
    var process = Process.Utils.current();
    return process == null || process.isTty(1);
  }

  /** The width of the session's terminal; 0 if it has none. */
  private static int columns(CommandSession session) {
    var columns = session.get("COLUMNS");
    try {
      return columns == null ? 0 : Integer.parseInt(columns.toString());
    } catch (NumberFormatException _) {
      return 0;
    }
  }
}
