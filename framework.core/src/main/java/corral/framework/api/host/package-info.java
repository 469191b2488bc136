/** What the framework and its subsystems ask of the machine they run on. */
@Export
@Version("1.0.0")
@NullMarked
package corral.framework.api.host;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
