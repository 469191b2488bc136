/**
 * The session: a person at a terminal, or a script.
 *
 * <p>{@link corral.shell.console.Console} is what the launcher calls. It opens a Gogo session and
 * runs programs in it statement by statement, so that the first failure ends a script and becomes
 * one line for the person, whatever failed and however deep ({@link
 * corral.shell.console.ErrorLine}).
 */
@NullMarked
package corral.shell.console;

import org.jspecify.annotations.NullMarked;
