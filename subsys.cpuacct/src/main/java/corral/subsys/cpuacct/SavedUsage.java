package corral.subsys.cpuacct;

import corral.framework.api.ContainerException;
import corral.framework.api.CpuUsage;
import corral.framework.api.Errno;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The form in which the counters outlive the bundle, in nanoseconds. Pure functions. */
final class SavedUsage {
  private static final String VERSION = "version";
  private static final String CURRENT = "1";
  private static final String TOTAL = "usage";
  private static final String USER = "user";
  private static final String SYSTEM = "system";

  private SavedUsage() {}

  static Map<String, String> of(CpuUsage usage) {
    return Map.of(
        VERSION, CURRENT,
        TOTAL, Long.toString(usage.totalNanos()),
        USER, Long.toString(usage.userNanos()),
        SYSTEM, Long.toString(usage.systemNanos()));
  }

  /**
   * The counters that were saved.
   *
   * @throws ContainerException EINVAL if one is missing or is no number of nanoseconds
   */
  static CpuUsage read(Map<String, String> saved) throws ContainerException {
    if (!CURRENT.equals(saved.get(VERSION))) {
      throw invalid(VERSION, saved.get(VERSION));
    }
    return new CpuUsage(nanos(saved, TOTAL), nanos(saved, USER), nanos(saved, SYSTEM));
  }

  private static long nanos(Map<String, String> saved, String name) throws ContainerException {
    var text = saved.get(name);
    try {
      if (text != null && Long.parseLong(text) >= 0) {
        return Long.parseLong(text);
      }
    } catch (NumberFormatException _) {
      // Refused below, as everything else that is no count.
    }
    throw invalid(name, text);
  }

  private static ContainerException invalid(String name, @Nullable String value) {
    return new ContainerException(
        Errno.EINVAL, "saved counters have " + (value == null ? "no " + name : name + " " + value));
  }
}
