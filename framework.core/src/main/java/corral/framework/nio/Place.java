package corral.framework.nio;

import java.nio.file.Path;

/** Whose a path is. */
sealed interface Place {
  /**
   * Corral's.
   *
   * @param path the path in the name space of the mounts
   */
  record Ours(String path) implements Place {}

  /**
   * The host's.
   *
   * @param path the path in the host's file system
   */
  record Hosts(Path path) implements Place {}
}
