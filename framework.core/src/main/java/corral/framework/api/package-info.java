/** Hierarchies, containers, tasks and what a subsystem implements. */
@Export
@Version("1.0.0")
@NullMarked
package corral.framework.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
