/**
 * What a subsystem is made of: the {@code ContainerSubsystem} service, its states and control
 * files, and the containers, hierarchies and tasks that they are about.
 */
@Export
@NullMarked
@Version("1.0.0")
package corral.framework.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
