/** The ns subsystem: containers that follow the kernel's namespaces. */
@NullMarked
package corral.subsys.ns;

import org.jspecify.annotations.NullMarked;
