/** The cpuset subsystem: which CPUs and memory nodes the tasks of a container may use. */
@NullMarked
package corral.subsys.cpuset;

import org.jspecify.annotations.NullMarked;
