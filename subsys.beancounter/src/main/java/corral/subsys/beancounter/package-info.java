/** The beancounter subsystem: what the tasks of a container hold, and how much of it they may. */
@NullMarked
package corral.subsys.beancounter;

import org.jspecify.annotations.NullMarked;
