package corral.subsys.cpuacct;

import static java.util.stream.Collectors.joining;

import corral.framework.api.ContainerException;
import corral.framework.api.CpuUsage;
import corral.framework.api.Errno;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * What outlives the bundle of one account, in nanoseconds.
 *
 * @param used the counters
 * @param charged up to where each task has been charged; with the root's account only
 */
record SavedUsage(CpuUsage used, Map<TaskKey, CpuUsage> charged) {
  private static final String VERSION = "version";
  private static final String CURRENT = "2";

  /** The first had no tasks, and the rest as now. */
  private static final Set<String> KNOWN = Set.of("1", CURRENT);

  private static final String TOTAL = "usage";
  private static final String USER = "user";
  private static final String SYSTEM = "system";

  private static final Pattern TASK = Pattern.compile("task\\.(\\d{1,9})\\.(\\d{1,18})");
  private static final Pattern CHARGED = Pattern.compile("(\\d{1,18}) (\\d{1,18}) (\\d{1,18})");

  SavedUsage {
    charged = Map.copyOf(charged);
  }

  Map<String, String> toMap() {
    var map = new HashMap<String, String>();
    map.put(VERSION, CURRENT);
    map.put(TOTAL, Long.toString(used.totalNanos()));
    map.put(USER, Long.toString(used.userNanos()));
    map.put(SYSTEM, Long.toString(used.systemNanos()));
    charged.forEach(
        (task, usage) ->
            map.put(
                "task." + task.pid() + "." + task.startTimeNanos(),
                LongStream.of(usage.totalNanos(), usage.userNanos(), usage.systemNanos())
                    .mapToObj(Long::toString)
                    .collect(joining(" "))));
    return map;
  }

  /**
   * What was saved.
   *
   * @throws ContainerException EINVAL if a counter is missing or is no number of nanoseconds
   */
  static SavedUsage read(Map<String, String> saved) throws ContainerException {
    if (!KNOWN.contains(saved.getOrDefault(VERSION, ""))) {
      throw invalid(VERSION, saved.get(VERSION));
    }
    var used = new CpuUsage(nanos(saved, TOTAL), nanos(saved, USER), nanos(saved, SYSTEM));
    var charged = new HashMap<TaskKey, CpuUsage>();
    for (var entry : saved.entrySet()) {
      var task = TASK.matcher(entry.getKey());
      if (task.matches()) {
        charged.put(
            new TaskKey(Integer.parseInt(task.group(1)), Long.parseLong(task.group(2))),
            charged(entry.getKey(), entry.getValue()));
      }
    }
    return new SavedUsage(used, charged);
  }

  private static CpuUsage charged(String name, String text) throws ContainerException {
    Matcher numbers = CHARGED.matcher(text);
    if (!numbers.matches()) {
      throw invalid(name, text);
    }
    return new CpuUsage(
        Long.parseLong(numbers.group(1)),
        Long.parseLong(numbers.group(2)),
        Long.parseLong(numbers.group(3)));
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
