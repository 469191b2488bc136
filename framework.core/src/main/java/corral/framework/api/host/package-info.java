/**
 * What a host offers: the processes of a machine and what happens to them, and the capabilities by
 * which subsystems act on them. The live machine and the simulated one both implement this.
 */
@Export
@NullMarked
@Version("1.0.0")
package corral.framework.api.host;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
