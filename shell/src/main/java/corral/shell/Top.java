package corral.shell;

import static corral.shell.command.CommandException.quoted;

import corral.figures.api.Figures;
import corral.figures.api.Survey;
import corral.framework.api.Container;
import corral.framework.api.Errno;
import corral.framework.api.admin.ContainerAdmin;
import corral.shell.command.Call;
import corral.shell.command.Command;
import corral.shell.command.CommandException;
import corral.shell.command.Group;
import corral.shell.command.Kind;
import corral.shell.command.Manual;
import corral.shell.command.Operand;
import corral.shell.command.Option;
import corral.shell.top.Field;
import corral.shell.top.LongRuns;
import corral.shell.top.TopModel;
import corral.shell.top.TopPrinter;
import corral.shell.top.TopScreen;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.felix.gogo.jline.Shell;
import org.apache.felix.service.command.Converter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Shows what containers use, again and again. */
@Component(service = Command.class)
@GogoCommand(scope = "corral", function = "top")
public final class Top extends Command {
  private static final Option BATCH =
      Option.flag("prints tables, for a program to read", "-b", "--batch");
  private static final Option SECONDS =
      Option.taking(
          Operand.one("SECONDS", Kind.OTHER, "how long"),
          "how long it is from one look to the next; 2 if not given",
          "-d",
          "--delay");
  private static final Option NUMBER =
      Option.taking(
          Operand.one("N", Kind.OTHER, "how many"), "ends after so many looks", "-n", "--number");
  private static final Option SORT =
      Option.taking(
          Operand.one("COLUMN", Kind.COLUMN, "which"),
          "sorts by this: " + String.join(", ", Field.words()),
          "-s",
          "--sort");
  private static final Option FLAT = Option.flag("shows one list instead of trees", "-f", "--flat");

  private static final Manual MANUAL =
      Manual.of("top", Group.SYSTEM, "shows what containers use, again and again")
          .takes(
              Operand.optional(
                  "DIR", Kind.CONTAINER, "the top; without it, every mounted hierarchy"))
          .knows(BATCH)
          .knows(SECONDS)
          .knows(NUMBER)
          .knows(SORT)
          .knows(FLAT)
          .says(
              "Every figure is about a container and those below it. RUN, BLK, UNI, SLP and STP"
                  + " are tasks by what they do: run, wait for I/O, are uninterruptible, sleep, are"
                  + " stopped. CPU% is the share of one CPU since the look before, LOAD the load"
                  + " average over a minute, HITS how often a limit was met.")
          .says(
              "A figure that is not known is a hyphen, and a line says why: CPU% needs cpuacct in"
                  + " the same hierarchy, MEM and FILES need beancounter, HITS that or numtasks."
                  + " Looks never take more than a tenth of a CPU; where they would, they are"
                  + " fewer.")
          .says(
              "The keys are shown by h. Ctrl-Z does nothing here. Where the output is no terminal,"
                  + " or one that cannot move its cursor, tables are printed as with -b.")
          .refuses(Errno.ENOTDIR, "DIR is no container")
          .refuses(Errno.EINVAL, "SECONDS or N is no such number, or COLUMN no column")
          .example("top -b -n 2 -s memory /dev/container")
          .build();

  private static final Duration USUAL = Duration.ofSeconds(2);

  private final ContainerAdmin admin;
  private final Figures figures;
  private final LongRuns runs = new LongRuns();

  /** A command on these figures. */
  @Activate
  public Top(@Reference ContainerAdmin admin, @Reference Figures figures) {
    super(MANUAL);
    this.admin = admin;
    this.figures = figures;
  }

  /** Ends all that run, so that they give their terminals back. */
  @Deactivate
  void end() throws InterruptedException {
    runs.end();
  }

  @Override
  protected @Nullable Object run(Call call) throws Exception {
    Optional<Container> top =
        call.operand().isPresent()
            ? Optional.of(admin.container(call.path(call.operand().get())))
            : Optional.empty();
    var interval = interval(call);
    long looks = looks(call);
    var model =
        new TopModel(Field.called(call.value(SORT).orElse(Field.CPU.word())), call.has(FLAT));
    Supplier<Survey> surveys = () -> figures.survey(top);
    var terminal = call.has(BATCH) ? Optional.<Terminal>empty() : terminal(call);
    if (terminal.isPresent()) {
      var screen = new TopScreen(surveys, model, interval);
      runs.run(() -> screen.run(terminal.get(), looks));
    } else {
      var printer = new TopPrinter(surveys, model, interval);
      runs.run(
          () ->
              printer.run(
                  looks,
                  table -> call.session().format(table, Converter.INSPECT),
                  call.out(),
                  note -> call.errors().println("top: " + note)));
    }
    return null;
  }

  /** The terminal that the output goes to, if it can show pictures. */
  private static Optional<Terminal> terminal(Call call) {
    return call.isAtTerminal()
            && call.session().get(Shell.VAR_TERMINAL) instanceof Terminal terminal
        ? Optional.of(terminal).filter(TopScreen::fits)
        : Optional.empty();
  }

  private static Duration interval(Call call) throws CommandException {
    var text = call.value(SECONDS);
    if (text.isEmpty()) {
      return USUAL;
    }
    if (text.get().matches("[0-9]{1,4}(\\.[0-9]{1,3})?")) {
      var interval = Duration.ofMillis(Math.round(Double.parseDouble(text.get()) * 1000));
      if (interval.compareTo(TopScreen.SHORTEST) >= 0
          && interval.compareTo(TopScreen.LONGEST) <= 0) {
        return interval;
      }
    }
    throw new CommandException(
        quoted(text.get()) + " is not a number of seconds from 0.1 to 3600 (EINVAL)");
  }

  private static long looks(Call call) throws CommandException {
    var text = call.value(NUMBER);
    if (text.isEmpty()) {
      return Long.MAX_VALUE;
    }
    if (!text.get().matches("[1-9][0-9]{0,8}")) {
      throw new CommandException(quoted(text.get()) + " is not a number of looks (EINVAL)");
    }
    return Long.parseLong(text.get());
  }
}
