/**
 * What has happened to hierarchies, containers and subsystems, for those who want to hear of it
 * without taking part: a {@code ContainerListener} is told after the fact and can refuse nothing.
 */
@Export
@NullMarked
@Version("1.0.0")
package corral.framework.api.event;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
