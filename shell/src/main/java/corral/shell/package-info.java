/** Gogo commands on the containers of this machine. */
@NullMarked
package corral.shell;

import org.jspecify.annotations.NullMarked;
