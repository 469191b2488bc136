/** Completes words of command lines from the manuals of the commands. */
@NullMarked
package corral.shell.complete;

import org.jspecify.annotations.NullMarked;
