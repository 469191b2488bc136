/** The host as the shell knows it, and the processes that the shell has started on it. */
@NullMarked
package corral.shell.host;

import org.jspecify.annotations.NullMarked;
