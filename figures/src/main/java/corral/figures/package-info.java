/** Reads the figures of containers from their control files and from services. */
@NullMarked
package corral.figures;

import org.jspecify.annotations.NullMarked;
