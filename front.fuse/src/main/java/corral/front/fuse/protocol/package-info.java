/**
 * The messages of the kernel's FUSE protocol, version 7.31 and later, as bytes in a buffer of the
 * machine's byte order. It knows nothing of what the file system holds. Sources: fuse(4), {@code
 * linux/fuse.h}.
 */
@NullMarked
package corral.front.fuse.protocol;

import org.jspecify.annotations.NullMarked;
