/**
 * The way from {@code corral exec} to the daemon: a Unix socket that only its owner may open, and
 * what is said over it.
 *
 * <p>Each side begins with a greeting that names the version of the protocol; then the client asks
 * for one thing in a {@link corral.launcher.link.Request}, and both send each other {@link
 * corral.launcher.link.Frame}s until the daemon has told the exit status and closes. Bytes are
 * streamed as they come, in both directions; input is asked for when a command reads, so that a
 * client takes nothing from its standard input that no command wants.
 */
@NullMarked
package corral.launcher.link;

import org.jspecify.annotations.NullMarked;
