/**
 * The live Linux machine.
 *
 * <p>It hears of forks and exits from the kernel's process connector, or where that does not answer
 * it compares scans of {@code /proc}; {@link corral.framework.api.host.Host#status} says which.
 *
 * <table>
 * <caption>What depends on privilege</caption>
 * <tr><th></th><th>root</th><th>others</th></tr>
 * <tr><td>forks and exits</td><td>of all processes</td>
 *     <td>of all processes since Linux 6.6, by scans before</td></tr>
 * <tr><td>events that the kernel keeps for us</td><td>20,000</td><td>256 by default</td></tr>
 * <tr><td>final CPU time</td><td>of all processes</td>
 *     <td>of those whose parent does not wait for them at once</td></tr>
 * <tr><td>pinning, signals</td><td>to all processes</td><td>to the user's own</td></tr>
 * <tr><td>nice levels</td><td>of all processes</td><td>none: they could not be put back</td></tr>
 * <tr><td>bounds of tasks</td><td>where the kernel has a pids controller</td><td>none</td></tr>
 * <tr><td>bounds of open files</td><td>to all processes</td>
 *     <td>to the user's own, which can raise them again up to their hard limit</td></tr>
 * </table>
 *
 * <p>The kernel does not say who made a child with CLONE_PARENT: it comes into the containers of
 * its maker's parent. A child that is found by a scan, after its parent has ended, comes into those
 * of the process that adopted it.
 */
@NullMarked
package corral.host.linux;

import org.jspecify.annotations.NullMarked;
