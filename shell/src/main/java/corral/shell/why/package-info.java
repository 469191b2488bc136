/** Finds out why a part of Corral is not at work, and says it in a sentence. */
@NullMarked
package corral.shell.why;

import org.jspecify.annotations.NullMarked;
