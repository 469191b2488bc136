package corral.shell.table;

import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/**
 * Shows a {@link Listing}: on a terminal as a table as wide as the session's {@code COLUMNS},
 * elsewhere as fields between tabs.
 */
@Component
public final class ListingConverter implements Converter {
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
    int width = session instanceof CommandSession s ? Screen.width(s) : 0;
    return width == 0 ? listing.tabbed() : listing.fitted(width);
  }
}
