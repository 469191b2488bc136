package corral.framework.engine;

/**
 * How much there can be of things that are told apart by small numbers.
 *
 * @param hierarchies active hierarchies, hierarchy 0 not counted
 * @param subsystems registered subsystems
 */
public record Limits(int hierarchies, int subsystems) {
  /** The limits that SEMANTICS names. */
  public static final Limits DEFAULT = new Limits(64, 64);
}
