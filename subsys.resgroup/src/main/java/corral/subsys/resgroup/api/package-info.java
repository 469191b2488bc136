/**
 * Resource Groups as a library: the arithmetic of {@link corral.subsys.resgroup.api.Shares}, and
 * the {@link corral.subsys.resgroup.api.ResourceController} that another bundle extends to share
 * out a resource of its own.
 */
@Export
@NullMarked
@Version("1.0.0")
package corral.subsys.resgroup.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
