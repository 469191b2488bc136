package corral.framework.nio;

import java.nio.file.attribute.GroupPrincipal;

/**
 * A user or group. Immutable.
 *
 * @param id its number
 */
record Principal(int id) implements GroupPrincipal {
  @Override
  public String getName() {
    return id == 0 ? "root" : Integer.toString(id);
  }

  @Override
  public String toString() {
    return getName();
  }
}
