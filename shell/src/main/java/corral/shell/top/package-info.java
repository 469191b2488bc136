/**
 * The live view of containers: {@code TopModel} is what there is to see, {@code TopView} how it
 * looks, {@code TopScreen} how keys change it.
 */
@NullMarked
package corral.shell.top;

import org.jspecify.annotations.NullMarked;
