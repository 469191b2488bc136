package corral.framework.api.admin;

import corral.framework.api.Hierarchy;

/**
 * A place where a hierarchy can be seen. Immutable.
 *
 * @param path the mount point
 * @param hierarchy what is seen there
 * @param options the hierarchy's options as {@code mount} shows them, comma-separated
 * @param onHost whether it is for the machine's other programs, too: not with {@code nofuse}
 */
public record Mount(String path, Hierarchy hierarchy, String options, boolean onHost) {}
