/** What commands answer with: lists of objects that know how they look as a table. */
@NullMarked
package corral.shell.table;

import org.jspecify.annotations.NullMarked;
