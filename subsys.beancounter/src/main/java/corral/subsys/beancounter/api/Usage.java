package corral.subsys.beancounter.api;

/**
 * What a container holds of one resource, in its unit ({@code struct bc_resource_parm}). Immutable.
 *
 * @param held what is held now
 * @param maxheld the most that was held
 * @param minheld the least that was held; as a container begins with nothing, this is 0 until it is
 *     begun anew
 * @param barrier where charges begin to be refused; at most the limit
 * @param limit where all charges are refused but forced ones
 * @param failcnt how many charges were refused
 */
public record Usage(
    long held, long maxheld, long minheld, long barrier, long limit, long failcnt) {}
