package corral.subsys.beancounter;

import static java.util.stream.Collectors.joining;

import corral.framework.api.ContainerSubsystem.Enforcement;
import corral.framework.api.Errno;
import java.util.List;
import java.util.Map;

/** What the files say, and by what it is carried out. Pure functions. */
final class Promises {
  private static final int MOST_EXCEPTIONS_NAMED = 5;

  private Promises() {}

  static List<Enforcement> of(Means means, Intervals every, Map<Integer, Errno> exceptions) {
    return List.of(
        memory("kmemsize", means, every),
        memory("privvmpages", means, every),
        memory("physpages", means, every),
        new Enforcement(
            "numtasks",
            true,
            "counted as tasks come and go; an attach above the limit is refused, after a fork "
                + policy(means)),
        files(means, every, exceptions),
        new Enforcement(
            "policy",
            means.signals() != null,
            means.signals() == null ? "report only: the host cannot signal" : "by signals"));
  }

  private static Enforcement memory(String resource, Means means, Intervals every) {
    return means.memory() == null
        ? new Enforcement(resource, false, "not measured: the host cannot tell")
        : new Enforcement(
            resource,
            means.signals() != null,
            "measured every "
                + every.sample().toMillis()
                + " ms; above the limit "
                + policy(means));
  }

  private static String policy(Means means) {
    return means.signals() == null ? "it is reported" : "the policy acts";
  }

  private static Enforcement files(Means means, Intervals every, Map<Integer, Errno> exceptions) {
    return means.files() == null
        ? new Enforcement("numfiles", false, "not counted: the host cannot tell")
        : new Enforcement(
            "numfiles",
            true,
            "EMFILE by a quota of each member, looked at every "
                + every.quota().toMillis()
                + " ms"
                + besides(exceptions));
  }

  private static String besides(Map<Integer, Errno> exceptions) {
    if (exceptions.isEmpty()) {
      return "";
    }
    int more = exceptions.size() - MOST_EXCEPTIONS_NAMED;
    return exceptions.entrySet().stream()
        .limit(MOST_EXCEPTIONS_NAMED)
        .map(exception -> exception.getKey() + " (" + exception.getValue() + ")")
        .collect(joining(", ", ", but not of ", more > 0 ? " and " + more + " more" : ""));
  }
}
