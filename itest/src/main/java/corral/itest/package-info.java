/** Tests of the bundles inside the framework. */
@NullMarked
package corral.itest;

import org.jspecify.annotations.NullMarked;
