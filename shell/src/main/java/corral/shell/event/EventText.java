package corral.shell.event;

import corral.framework.api.event.ContainerEvent;
import corral.framework.api.event.ContainerEvent.Activated;
import corral.framework.api.event.ContainerEvent.Attached;
import corral.framework.api.event.ContainerEvent.Bound;
import corral.framework.api.event.ContainerEvent.Created;
import corral.framework.api.event.ContainerEvent.Deactivated;
import corral.framework.api.event.ContainerEvent.Emptied;
import corral.framework.api.event.ContainerEvent.Gone;
import corral.framework.api.event.ContainerEvent.LimitHit;
import corral.framework.api.event.ContainerEvent.Mounted;
import corral.framework.api.event.ContainerEvent.Registered;
import corral.framework.api.event.ContainerEvent.Released;
import corral.framework.api.event.ContainerEvent.Removed;
import corral.framework.api.event.ContainerEvent.Renamed;
import corral.framework.api.event.ContainerEvent.Unbound;
import corral.framework.api.event.ContainerEvent.Unmounted;
import corral.shell.command.Call;
import java.util.HashMap;
import java.util.Map;

/**
 * Puts events into words. Containers are named as they were seen when the event happened, so it
 * follows the mounts by the events themselves. Belongs to one thread at a time.
 */
final class EventText {
  private final Map<Integer, String> mountPoints;

  /**
   * Begins with these mounts.
   *
   * @param mountPoints where each hierarchy is seen, by its number
   */
  EventText(Map<Integer, String> mountPoints) {
    this.mountPoints = new HashMap<>(mountPoints);
  }

  /** Takes note of what an event changes for those that come after it. */
  void follow(ContainerEvent event) {
    if (event instanceof Mounted e) {
      mountPoints.putIfAbsent(e.hierarchy(), e.mountPoint());
    } else if (event instanceof Unmounted e) {
      mountPoints.remove(e.hierarchy(), e.mountPoint());
    }
  }

  String of(ContainerEvent event) {
    int in = event.hierarchy();
    return switch (event) {
      case Created e -> place(in, e.path());
      case Removed e -> place(in, e.path());
      case Renamed e -> place(in, e.from()) + " to " + place(in, e.path());
      case Emptied e -> place(in, e.path());
      case LimitHit e ->
          "%s: %s of %s, limit %d, failure %d"
              .formatted(place(in, e.path()), e.resource(), e.subsystem(), e.limit(), e.failures());
      case Released e ->
          place(in, e.path()) + (e.agent().isEmpty() ? "" : ", told to " + e.agent());
      case Attached e -> e.pid() + " from " + place(in, e.from()) + " to " + place(in, e.path());
      case Activated e -> hierarchy(in) + named(e.name());
      case Deactivated e -> hierarchy(in) + named(e.name());
      case Mounted e -> hierarchy(in) + " at " + e.mountPoint();
      case Unmounted e -> hierarchy(in) + " from " + e.mountPoint();
      case Registered e -> e.subsystem();
      case Bound e -> e.subsystem() + " to " + hierarchy(in);
      case Unbound e -> e.subsystem() + " from " + hierarchy(in);
      case Gone e -> e.subsystem() + (in == 0 ? "" : ", " + hierarchy(in) + " keeps its place");
      default -> event.toString();
    };
  }

  private String place(int hierarchy, String path) {
    var mountPoint = mountPoints.get(hierarchy);
    if (mountPoint == null) {
      return hierarchy + ":" + path;
    }
    return path.equals("/") ? mountPoint : Call.resolve(mountPoint, path.substring(1));
  }

  private static String hierarchy(int number) {
    return "hierarchy " + number;
  }

  private static String named(String name) {
    return name.isEmpty() ? "" : " (" + name + ")";
  }
}
