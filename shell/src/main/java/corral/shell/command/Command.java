package corral.shell.command;

import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.apache.felix.service.command.Function;
import org.jspecify.annotations.Nullable;

/**
 * A command of the shell. Thread-safe: sessions share it.
 *
 * <p>It is a Gogo {@link Function} and not a method for Gogo to find: Gogo would take options away
 * from a program that {@code run} starts, mistake {@code wait} for {@link Object#wait}, and say
 * "cannot coerce" where a word is missing.
 */
public abstract class Command implements Function {
  private final Manual manual;

  /** A command that is called as its manual says. */
  protected Command(Manual manual) {
    this.manual = manual;
  }

  /** How it is called, and what it does. */
  public final Manual manual() {
    return manual;
  }

  /**
   * Carries out a call whose options are known and whose operands have the right number.
   *
   * @return what is shown to the person or given to the next command; null for nothing
   * @throws Exception a {@link CommandException} or {@link corral.framework.api.ContainerException}
   *     for the person, or {@link InterruptedException}
   */
  protected abstract @Nullable Object run(Call call) throws Exception;

  @Override
  public final @Nullable Object execute(CommandSession session, List<Object> words)
      throws Exception {
    var call = new Call(session, Arguments.parse(manual, words));
    var value = call.has(Option.HELP) ? ManualPage.of(manual) : run(call);
    if (value != null && call.isForAFile()) {
      call.out().println(session.format(value, Converter.INSPECT));
    }
    return value;
  }
}
