/** What the controllers of this bundle have in common. */
@NullMarked
package corral.subsys.resgroup;

import org.jspecify.annotations.NullMarked;
