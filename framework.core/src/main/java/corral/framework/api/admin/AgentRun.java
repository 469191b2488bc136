package corral.framework.api.admin;

/**
 * One run of a release agent. Immutable.
 *
 * @param startedMillis when it began, in milliseconds since 1970
 * @param agent the program
 * @param path the container that was released, below its hierarchy's root
 * @param hierarchy the id of the hierarchy
 * @param pid the agent's process id; 0 if it could not be started
 * @param exitStatus how it ended; {@link #RUNNING} while it runs; 127 if it could not be started
 * @param output the first of what it wrote, or why it could not be started
 */
public record AgentRun(
    long startedMillis,
    String agent,
    String path,
    int hierarchy,
    int pid,
    int exitStatus,
    String output) {
  /** The exit status of a run that has not ended. */
  public static final int RUNNING = -1;
}
