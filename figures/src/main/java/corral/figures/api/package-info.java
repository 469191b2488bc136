/**
 * What is known of containers in figures, for all who show them: each figure has one name, one unit
 * and one source, whoever shows it.
 */
@Export
@NullMarked
@Version("1.0.0")
package corral.figures.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
