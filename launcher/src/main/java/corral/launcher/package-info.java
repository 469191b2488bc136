/** Puts the bundles together and starts the framework. */
@NullMarked
package corral.launcher;

import org.jspecify.annotations.NullMarked;
