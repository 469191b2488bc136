package corral.host.linux;

import corral.host.linux.ffi.FuseDevice;
import java.io.IOException;
import java.util.Optional;

/** How this process mounts file systems and takes them away. Thread-safe. */
interface MountTool {
  /** What Corral's file systems call themselves. */
  String SUBTYPE = "corral";

  /** The type that they have in the table of mounts. */
  String TYPE = "fuse." + SUBTYPE;

  /** Why nothing can be mounted, in a sentence; empty if nothing is known of it. */
  Optional<String> obstacle();

  /**
   * Mounts a file system that nobody answers for yet.
   *
   * @param source what stands for its device
   * @param place the directory, without links
   */
  FuseDevice mount(String source, String place) throws IOException;

  /** Takes away what is mounted last at a directory, at once: whoever is in it stays there. */
  void detach(String place) throws IOException;
}
