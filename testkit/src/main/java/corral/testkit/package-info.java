/**
 * Tests a subsystem as its users see it, in a plain test: {@link corral.testkit.Testbed} is the
 * engine of the framework on a simulated machine, without OSGi and without a real process.
 */
@Export
@NullMarked
@Version("1.0.0")
package corral.testkit;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
