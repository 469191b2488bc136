package corral.framework.api;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A tree of containers ({@code containerfs_root}) with the subsystems that are bound to it. Every
 * live task belongs to exactly one container of every hierarchy.
 *
 * <p>Hierarchy 0 is the place of subsystems bound nowhere: it has one container and never another.
 * Thread-safe.
 */
@ProviderType
public interface Hierarchy {
  /** A number unique while Corral runs; 0 for hierarchy 0. */
  int id();

  /** The hierarchy's name ({@code name=NAME}), empty if it has none. */
  String name();

  /** The top of the tree. */
  Container root();

  /** The names of the bound subsystems in the order of their registration. */
  List<String> subsystems();
}
