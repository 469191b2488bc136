/** Shows the hierarchies as file systems of the machine, through the kernel's FUSE. */
@NullMarked
package corral.front.fuse;

import org.jspecify.annotations.NullMarked;
