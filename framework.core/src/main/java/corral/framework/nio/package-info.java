/**
 * The hierarchies as a {@code java.nio.file} file system: a thin face of {@link
 * corral.framework.api.admin.ContainerAdmin}, laid over the files of a live host.
 */
@NullMarked
package corral.framework.nio;

import org.jspecify.annotations.NullMarked;
