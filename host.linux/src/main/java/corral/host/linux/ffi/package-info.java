/**
 * The calls into the kernel, and the only code that uses {@code java.lang.foreign}. Nothing foreign
 * leaves this package: its types speak in numbers, arrays and {@link
 * corral.host.linux.ffi.OsException}.
 */
@NullMarked
package corral.host.linux.ffi;

import org.jspecify.annotations.NullMarked;
