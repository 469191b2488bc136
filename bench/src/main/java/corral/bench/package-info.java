/** Races and benchmarks, and what {@code corral bench} runs. */
@NullMarked
package corral.bench;

import org.jspecify.annotations.NullMarked;
