/** Events as persons name and read them. */
@NullMarked
package corral.shell.event;

import org.jspecify.annotations.NullMarked;
