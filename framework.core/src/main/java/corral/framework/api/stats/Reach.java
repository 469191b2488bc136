package corral.framework.api.stats;

/** Whose tasks a figure of a container is about. */
public enum Reach {
  /** Those that are directly in the container. */
  MEMBERS,

  /** Those that are in the container or in one below it. */
  SUBTREE
}
