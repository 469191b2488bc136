package corral.framework.nio;

import java.nio.file.attribute.GroupPrincipal;

/**
 * A user or group. Immutable.
 *
 * @param id its number
 * @param name its name, or the number again
 */
record Principal(int id, String name) implements GroupPrincipal {
  @Override
  public String getName() {
    return name;
  }

  @Override
  public String toString() {
    return name;
  }
}
