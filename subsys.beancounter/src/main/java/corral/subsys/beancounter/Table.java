package corral.subsys.beancounter;

import corral.framework.api.Container;
import corral.framework.api.ContainerSubsystem;
import corral.subsys.beancounter.api.Resource;
import corral.subsys.beancounter.api.Usage;
import java.util.Map;

/**
 * All figures of a container and of those below it, in the form of OpenVZ's {@code
 * /proc/user_beancounters}, with the container's path in the place of the user's id.
 *
 * @see <a href="https://wiki.openvz.org/Proc/user_beancounters">/proc/user_beancounters</a>
 */
final class Table {
  private static final String VERSION = "Version: 2.5\n";
  private static final String COLUMNS = " %-12s %20s %20s %20s %20s %20s\n";
  private static final String HEADER =
      "%10s ".formatted("uid")
          + COLUMNS.formatted("resource", "held", "maxheld", "barrier", "limit", "failcnt");

  private final ContainerSubsystem<Account> subsystem;

  Table(ContainerSubsystem<Account> subsystem) {
    this.subsystem = subsystem;
  }

  String from(Container top) {
    var text = new StringBuilder(VERSION).append(HEADER);
    append(text, top);
    return text.toString();
  }

  private void append(StringBuilder text, Container container) {
    var account = container.state(subsystem);
    if (account != null) {
      append(text, container.path() + ":", account.snapshot());
    }
    container.children().forEach(child -> append(text, child));
  }

  private static void append(StringBuilder text, String label, Map<Resource, Usage> usages) {
    var firstColumn = label;
    for (var usage : usages.entrySet()) {
      text.append("%11s".formatted(firstColumn)).append(row(usage.getKey(), usage.getValue()));
      firstColumn = "";
    }
  }

  private static String row(Resource resource, Usage usage) {
    return COLUMNS.formatted(
        resource.fileName(),
        usage.held(),
        usage.maxheld(),
        usage.barrier(),
        usage.limit(),
        usage.failcnt());
  }
}
