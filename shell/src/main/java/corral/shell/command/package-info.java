/**
 * What all commands have in common: how they are described, called and refused. A command is a
 * small class that names its {@link corral.shell.command.Manual} and carries out a {@link
 * corral.shell.command.Call}; parsing, help and completion follow from the manual.
 */
@NullMarked
package corral.shell.command;

import org.jspecify.annotations.NullMarked;
