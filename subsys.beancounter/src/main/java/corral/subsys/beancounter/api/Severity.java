package corral.subsys.beancounter.api;

/** When a charge is refused ({@code enum bc_severity}). */
public enum Severity {
  /** Above the barrier. */
  BARRIER,
  /** Above the limit. */
  LIMIT,
  /** Never: what is charged is held already, whatever the bounds. */
  FORCE
}
