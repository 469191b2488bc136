package corral.framework.engine;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a mount asks for.
 *
 * @param subsystems the subsystems that are named
 * @param all whether all registered subsystems are meant
 * @param none whether a hierarchy without subsystems may be made
 * @param noPrefix whether control files go without the subsystem's name
 * @param releaseAgent the program that is told of released containers; empty for none
 * @param name the hierarchy's name; empty for none
 * @param onHost whether the machine's other programs are to see it, too
 */
record MountOptions(
    Set<String> subsystems,
    boolean all,
    boolean none,
    boolean noPrefix,
    String releaseAgent,
    String name,
    boolean onHost) {
  private static final String HIERARCHY_NAME = "[A-Za-z0-9._-]{1,63}";

  /** Words that mean something else than the subsystem of this name. */
  static final Set<String> FLAGS = Set.of("all", "none", "noprefix", "nofuse");

  MountOptions {
    subsystems = Set.copyOf(subsystems);
  }

  /**
   * Reads comma-separated options.
   *
   * @throws ContainerException EINVAL if an item is empty or malformed, a value is twice there, or
   *     items contradict each other
   */
  static MountOptions parse(String text) throws ContainerException {
    var subsystems = new TreeSet<String>();
    var flags = new TreeSet<String>();
    var values = new HashMap<String, String>();
    for (var item : text.isEmpty() ? new String[] {"all"} : text.split(",", -1)) {
      int equals = item.indexOf('=');
      if (item.isEmpty()) {
        throw refused(text, "an empty option");
      } else if (equals >= 0) {
        putValue(values, item.substring(0, equals), item.substring(equals + 1), text);
      } else if (FLAGS.contains(item)) {
        flags.add(item);
      } else {
        subsystems.add(item);
      }
    }
    return checked(text, subsystems, flags, values);
  }

  private static void putValue(Map<String, String> values, String key, String value, String text)
      throws ContainerException {
    if (!Set.of("release_agent", "name").contains(key)) {
      throw refused(text, "no such option: " + key);
    }
    if (value.isEmpty() || values.put(key, value) != null) {
      throw refused(text, key + " wants one value");
    }
  }

  private static MountOptions checked(
      String text, Set<String> subsystems, Set<String> flags, Map<String, String> values)
      throws ContainerException {
    boolean none = flags.contains("none");
    boolean all = flags.contains("all");
    String name = values.getOrDefault("name", "");
    if (all && (none || !subsystems.isEmpty())) {
      throw refused(text, "'all' goes with no other subsystem");
    }
    if (none && !subsystems.isEmpty()) {
      throw refused(text, "'none' goes with no subsystem");
    }
    if (none && name.isEmpty()) {
      throw refused(text, "a hierarchy without subsystems needs name=NAME");
    }
    if (!name.isEmpty() && !name.matches(HIERARCHY_NAME)) {
      throw refused(text, "a name has 1 to 63 letters, digits, dots, dashes or underscores");
    }
    // Options that name no subsystem at all mean all of them, unless a name finds the hierarchy.
    boolean impliesAll = !none && subsystems.isEmpty() && name.isEmpty();
    return new MountOptions(
        subsystems,
        all || impliesAll,
        none,
        flags.contains("noprefix"),
        values.getOrDefault("release_agent", ""),
        name,
        !flags.contains("nofuse"));
  }

  private static ContainerException refused(String text, String reason) {
    return new ContainerException(Errno.EINVAL, text, reason);
  }
}
