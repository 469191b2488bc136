/** The debug subsystem: what the framework knows of itself. */
@NullMarked
package corral.subsys.debug;

import org.jspecify.annotations.NullMarked;
