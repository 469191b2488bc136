/** A simulated machine: deterministic, of any size. */
@NullMarked
package corral.host.sim;

import org.jspecify.annotations.NullMarked;
