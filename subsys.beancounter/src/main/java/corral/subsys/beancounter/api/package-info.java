/**
 * Charging what the tasks of a container hold, for other bundles: they find a container's {@link
 * corral.subsys.beancounter.api.BeanCounter} through the service {@link
 * corral.subsys.beancounter.api.BeanCounters}, and register further resources as services of the
 * type {@link corral.subsys.beancounter.api.Resource}.
 */
@Export
@NullMarked
@Version("1.0.0")
package corral.subsys.beancounter.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
