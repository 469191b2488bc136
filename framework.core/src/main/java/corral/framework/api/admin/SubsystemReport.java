package corral.framework.api.admin;

import corral.framework.api.ContainerSubsystem.Enforcement;
import java.util.List;

/**
 * How a subsystem stands. Immutable.
 *
 * @param id its number; -1 if it is not there
 * @param name its name
 * @param state how it stands
 * @param hierarchy the hierarchy that it is bound to, or that waits for it; 0 if none
 * @param mounts where that hierarchy is mounted
 * @param enforcement what it promises, and what of it is carried out on this host
 * @param reason one sentence for a person: why it stands so; empty if there is nothing to say
 */
public record SubsystemReport(
    int id,
    String name,
    State state,
    int hierarchy,
    List<String> mounts,
    List<Enforcement> enforcement,
    String reason) {
  /** Copies its lists. */
  public SubsystemReport {
    mounts = List.copyOf(mounts);
    enforcement = List.copyOf(enforcement);
  }

  /** How a subsystem can stand. */
  public enum State {
    /** Bound to a hierarchy. */
    BOUND,
    /** Registered, but in no hierarchy. */
    UNBOUND,
    /** Its bundle has gone and a hierarchy waits for it to come back. */
    AWAITED,
    /** Its registration was refused, or it could not be bound again. */
    REFUSED
  }
}
