/** The controller {@code numtasks}: how many tasks a group has, and how fast it forks. */
@NullMarked
package corral.subsys.resgroup.numtasks;

import org.jspecify.annotations.NullMarked;
