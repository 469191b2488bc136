package corral.framework.api;

/**
 * On whose behalf an operation is carried out. Immutable.
 *
 * @param pid the process that asks; 0 if the caller is no process of the host
 * @param uid its effective user id
 * @param gid its effective group id
 */
public record Caller(int pid, int uid, int gid) {}
