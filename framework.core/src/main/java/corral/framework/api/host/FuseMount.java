package corral.framework.api.host;

import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/** A file system that is mounted on the machine. Thread-safe. */
@ConsumerType
public interface FuseMount {
  /** Where it is mounted, as it was asked for. */
  String directory();

  /**
   * Whether it is in its place still. If it is and there are no more requests, the kernel has given
   * it up, and its users get errors until it is unmounted.
   */
  boolean isMounted();

  /**
   * Takes the channel to the kernel. Whoever has taken it before must have closed it.
   *
   * @throws IllegalStateException if it is open
   */
  FuseChannel open();

  /** What the last holder of the channel left for the next; empty at first. */
  Map<String, String> left();

  /** Leaves something for the next holder of the channel, in place of what was there. */
  void leave(Map<String, String> values);

  /**
   * Unmounts it, also if it is in use: its users get errors from then on. The channel is to be
   * closed first. Void if it was unmounted before.
   */
  void unmount();
}
