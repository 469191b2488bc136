/**
 * What a person or program can do with the framework: the operations that the shell, the file
 * systems and other fronts are thin faces of. Every path is in one name space that holds all
 * mounts.
 */
@Export
@NullMarked
@Version("1.0.0")
package corral.framework.api.admin;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
