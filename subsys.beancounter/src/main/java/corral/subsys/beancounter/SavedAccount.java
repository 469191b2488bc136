package corral.subsys.beancounter;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The form in which an account outlives the bundle: a value for each figure, under the names of the
 * files. What tasks hold is not among them, for it is measured anew. Pure functions.
 */
final class SavedAccount {
  private static final String VERSION = "version";
  private static final String CURRENT = "1";
  private static final String POLICY = "policy";

  /** Each resource has one of this name. */
  private static final String CHARGED = ".charged";

  private static final String MAXHELD = ".maxheld";
  private static final String MINHELD = ".minheld";
  private static final String BARRIER = ".barrier";
  private static final String LIMIT = ".limit";
  private static final String FAILCNT = ".failcnt";

  /**
   * What comes back.
   *
   * @param policy what is done at a limit
   * @param counters by the names of their resources
   */
  record Contents(Policy policy, Map<String, Counter> counters) {}

  private SavedAccount() {}

  static Map<String, String> of(Policy policy, Map<String, Counter> counters) {
    var saved = new LinkedHashMap<String, String>();
    saved.put(VERSION, CURRENT);
    saved.put(POLICY, policy.word());
    counters.forEach(
        (name, counter) -> {
          saved.put(name + CHARGED, Long.toString(counter.charged()));
          saved.put(name + MAXHELD, Long.toString(counter.maxheld()));
          saved.put(name + MINHELD, Long.toString(counter.minheld()));
          saved.put(name + BARRIER, Long.toString(counter.barrier()));
          saved.put(name + LIMIT, Long.toString(counter.limit()));
          saved.put(name + FAILCNT, Long.toString(counter.failcnt()));
        });
    return saved;
  }

  /**
   * What was saved.
   *
   * @throws ContainerException EINVAL if something is missing or is not of its form
   */
  static Contents read(Map<String, String> saved) throws ContainerException {
    if (!CURRENT.equals(saved.get(VERSION))) {
      throw invalid(VERSION, saved.get(VERSION));
    }
    var policy = saved.get(POLICY);
    if (policy == null) {
      throw invalid(POLICY, null);
    }
    var counters = new TreeMap<String, Counter>();
    for (var key : saved.keySet()) {
      if (key.endsWith(CHARGED)) {
        var name = key.substring(0, key.length() - CHARGED.length());
        counters.put(name, counter(saved, name));
      }
    }
    return new Contents(Policy.parse(policy), counters);
  }

  private static Counter counter(Map<String, String> saved, String name) throws ContainerException {
    return new Counter(
            0,
            figure(saved, name + CHARGED),
            figure(saved, name + MAXHELD),
            figure(saved, name + MINHELD),
            0,
            0,
            figure(saved, name + FAILCNT))
        .bound(figure(saved, name + BARRIER), figure(saved, name + LIMIT));
  }

  private static long figure(Map<String, String> saved, String name) throws ContainerException {
    var text = saved.get(name);
    try {
      if (text != null && Long.parseLong(text) >= 0) {
        return Long.parseLong(text);
      }
    } catch (NumberFormatException _) {
      // Refused below, as everything else that is no figure.
    }
    throw invalid(name, text);
  }

  private static ContainerException invalid(String name, @Nullable String value) {
    return new ContainerException(
        Errno.EINVAL, "saved counters have " + (value == null ? "no " + name : name + " " + value));
  }
}
