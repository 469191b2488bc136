/** The controller {@code cpu}: how groups share the CPUs. */
@NullMarked
package corral.subsys.resgroup.cpu;

import org.jspecify.annotations.NullMarked;
