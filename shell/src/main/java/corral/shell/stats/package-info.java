/** Statistics of containers as persons ask for them and read them. */
@NullMarked
package corral.shell.stats;

import org.jspecify.annotations.NullMarked;
