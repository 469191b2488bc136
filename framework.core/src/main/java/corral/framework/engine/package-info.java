/** The engine: one implementation of each rule. */
@NullMarked
package corral.framework.engine;

import org.jspecify.annotations.NullMarked;
