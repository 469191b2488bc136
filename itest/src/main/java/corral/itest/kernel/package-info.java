/** The same operations on the kernel's cgroup v1 and on Corral, compared in errno and bytes. */
@NullMarked
package corral.itest.kernel;

import org.jspecify.annotations.NullMarked;
