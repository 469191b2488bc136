package corral.subsys.beancounter;

import static java.util.Locale.ROOT;
import static java.util.stream.Collectors.joining;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import java.util.stream.Stream;

/** What is done about a container that holds more than its limit. */
enum Policy {
  /** It is said in the log. */
  REPORT,
  /** Its tasks are stopped until it holds less, or may hold more. */
  STOP,
  /** The task that holds the most is ended, one after the other. */
  KILL;

  /** The policy of this name, in lower case. */
  static Policy parse(String text) throws ContainerException {
    return Stream.of(values())
        .filter(policy -> policy.word().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new ContainerException(
                    Errno.EINVAL,
                    "'"
                        + text
                        + "' is none of "
                        + Stream.of(values()).map(Policy::word).collect(joining(", "))));
  }

  String word() {
    return name().toLowerCase(ROOT);
  }
}
