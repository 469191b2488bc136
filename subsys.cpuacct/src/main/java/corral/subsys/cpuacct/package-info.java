/** The cpuacct subsystem: the CPU time that the tasks of a container used. */
@NullMarked
package corral.subsys.cpuacct;

import org.jspecify.annotations.NullMarked;
