package corral.framework.api.event;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Something that has happened to a hierarchy, a container or a subsystem. Each kind is a record.
 * There will be further kinds: whoever is told ignores those that it does not know.
 *
 * <p>Components of one name mean the same in every kind:
 *
 * <ul>
 *   <li>{@code hierarchy}: the hierarchy's number, as {@code Hierarchy.id}.
 *   <li>{@code container}: the container's number, as {@code Entry.id}; it stays the same when the
 *       container is renamed, and is not used again.
 *   <li>{@code path}: the container's path below its hierarchy's root, as {@code Container.path},
 *       just after the event.
 *   <li>{@code mountPoint}: an absolute path in the name space of all mounts.
 *   <li>{@code subsystem}: a subsystem's name.
 * </ul>
 *
 * <p>An operation that is refused is not told. Forks and exits are no events: they are too many.
 */
@ProviderType
public interface ContainerEvent {
  /** What kind it is: the topic under which Event Admin carries it, the {@code TOPIC} of a kind. */
  String topic();

  /** The hierarchy in which it happened; 0 if it was in none. */
  int hierarchy();

  /**
   * A container was made, by {@code mkdir} or {@code container_clone}. A clone that its task may
   * not enter is there for a moment, and told as created and removed.
   */
  record Created(int hierarchy, long container, String path) implements ContainerEvent {
    /** The topic of this kind. */
    public static final String TOPIC = "corral/container/CREATED";

    @Override
    public String topic() {
      return TOPIC;
    }
  }

  /** A container was removed, by {@code rmdir} or because it deletes itself when it is empty. */
  record Removed(int hierarchy, long container, String path) implements ContainerEvent {
    /** The topic of this kind. */
    public static final String TOPIC = "corral/container/REMOVED";

    @Override
    public String topic() {
      return TOPIC;
    }
  }

  /**
   * A container was renamed, and with it the paths of all below it changed.
   *
   * @param from its path before
   */
  record Renamed(int hierarchy, long container, String path, String from)
      implements ContainerEvent {
    /** The topic of this kind. */
    public static final String TOPIC = "corral/container/RENAMED";

    @Override
    public String topic() {
      return TOPIC;
    }
  }

  /**
   * A container with {@code notify_on_release} was left by its last task, child or reference. Told
   * before the agent is started.
   *
   * @param agent the release agent that is run for it; empty if there is none
   */
  record Released(int hierarchy, long container, String path, String agent)
      implements ContainerEvent {
    /** The topic of this kind. */
    public static final String TOPIC = "corral/container/RELEASED";

    @Override
    public String topic() {
      return TOPIC;
    }
  }

  /**
   * The last task that was directly in a container has ended. That the last was moved to another
   * container is told as {@link Attached}. When the last two end at the same time it can be told
   * twice.
   */
  record Emptied(int hierarchy, long container, String path) implements ContainerEvent {
    /** The topic of this kind. */
    public static final String TOPIC = "corral/container/EMPTIED";

    @Override
    public String topic() {
      return TOPIC;
    }
  }

  /**
   * A subsystem has refused something, or would have, because a limit of a container was met.
   * Subsystems that do so very often tell it at most once a second.
   *
   * @param resource what is limited, as the subsystem calls it
   * @param limit the limit
   * @param failures how often it was met so far
   */
  record LimitHit(
      int hierarchy,
      long container,
      String path,
      String subsystem,
      String resource,
      long limit,
      long failures)
      implements ContainerEvent {
    /** The topic of this kind. */
    public static final String TOPIC = "corral/limit/HIT";

    @Override
    public String topic() {
      return TOPIC;
    }
  }

  /**
   * A task was moved into a container, by a write to {@code tasks} or by {@code container_clone}.
   *
   * @param from the path of the container that it left
   * @param pid the process id
   * @param startTimeNanos when the process was started, in nanoseconds since the machine's boot:
   *     tells it from others that have the same pid at another time
   */
  record Attached(
      int hierarchy, long container, String path, String from, int pid, long startTimeNanos)
      implements ContainerEvent {
    /** The topic of this kind. */
    public static final String TOPIC = "corral/task/ATTACHED";

    @Override
    public String topic() {
      return TOPIC;
    }
  }

  /**
   * A hierarchy has come to be, by its first mount. Its subsystems are told after it, as bound.
   *
   * @param name its name; empty if it has none
   */
  record Activated(int hierarchy, String name) implements ContainerEvent {
    /** The topic of this kind. */
    public static final String TOPIC = "corral/hierarchy/ACTIVATED";

    @Override
    public String topic() {
      return TOPIC;
    }
  }

  /**
   * A hierarchy is no more. Its subsystems were told before it, as unbound.
   *
   * @param name its name; empty if it had none
   */
  record Deactivated(int hierarchy, String name) implements ContainerEvent {
    /** The topic of this kind. */
    public static final String TOPIC = "corral/hierarchy/DEACTIVATED";

    @Override
    public String topic() {
      return TOPIC;
    }
  }

  /** A hierarchy can be seen at a mount point. A new hierarchy was told before, as activated. */
  record Mounted(int hierarchy, String mountPoint) implements ContainerEvent {
    /** The topic of this kind. */
    public static final String TOPIC = "corral/hierarchy/MOUNTED";

    @Override
    public String topic() {
      return TOPIC;
    }
  }

  /** A hierarchy can no more be seen at a mount point. If that ends it, that is told next. */
  record Unmounted(int hierarchy, String mountPoint) implements ContainerEvent {
    /** The topic of this kind. */
    public static final String TOPIC = "corral/hierarchy/UNMOUNTED";

    @Override
    public String topic() {
      return TOPIC;
    }
  }

  /** A subsystem was taken up. If a hierarchy has waited for it, it is told next, as bound. */
  record Registered(String subsystem) implements ContainerEvent {
    /** The topic of this kind. */
    public static final String TOPIC = "corral/subsystem/REGISTERED";

    @Override
    public String topic() {
      return TOPIC;
    }

    @Override
    public int hierarchy() {
      return 0;
    }
  }

  /** A subsystem was bound to a hierarchy. */
  record Bound(int hierarchy, String subsystem) implements ContainerEvent {
    /** The topic of this kind. */
    public static final String TOPIC = "corral/subsystem/BOUND";

    @Override
    public String topic() {
      return TOPIC;
    }
  }

  /** A subsystem was taken out of a hierarchy, or lost the place there that was kept for it. */
  record Unbound(int hierarchy, String subsystem) implements ContainerEvent {
    /** The topic of this kind. */
    public static final String TOPIC = "corral/subsystem/UNBOUND";

    @Override
    public String topic() {
      return TOPIC;
    }
  }

  /** A subsystem has left with its bundle. The hierarchy that it was in keeps its place. */
  record Gone(int hierarchy, String subsystem) implements ContainerEvent {
    /** The topic of this kind. */
    public static final String TOPIC = "corral/subsystem/GONE";

    @Override
    public String topic() {
      return TOPIC;
    }
  }
}
