/** Offers the figures of containers to Prometheus, over HTTP. */
@NullMarked
package corral.front.metrics;

import org.jspecify.annotations.NullMarked;
