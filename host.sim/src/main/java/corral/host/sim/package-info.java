/**
 * A simulated machine: deterministic, of any size, with a clock that moves only when told.
 *
 * <p>{@link corral.host.sim.SimMachine} has the processes, {@link corral.host.sim.SimHost} tells
 * the framework about them, and the {@code sim} command drives both from the shell. Tests use the
 * first two directly. In a framework all this is there if {@code corral.host} is {@code sim}.
 */
@NullMarked
package corral.host.sim;

import org.jspecify.annotations.NullMarked;
