/** The live Linux machine. */
@NullMarked
package corral.host.linux;

import org.jspecify.annotations.NullMarked;
