/** Publishes what happens to containers through Event Admin. */
@NullMarked
package corral.front.eventadmin;

import org.jspecify.annotations.NullMarked;
