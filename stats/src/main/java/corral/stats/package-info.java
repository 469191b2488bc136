/** Looks again and again at what tasks do, and answers what the containers' tasks do. */
@NullMarked
package corral.stats;

import org.jspecify.annotations.NullMarked;
