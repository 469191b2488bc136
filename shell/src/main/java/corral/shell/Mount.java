package corral.shell;

import static corral.shell.command.CommandException.quoted;

import corral.framework.api.ContainerException;
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
import corral.shell.host.MountsOnHost;
import corral.shell.table.Column;
import corral.shell.table.Listing;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Makes hierarchies visible, and shows those that are. */
@Component(service = Command.class)
@GogoCommand(scope = "corral", function = "mount")
public final class Mount extends Command {
  /** What stands for options in a file system type's name. */
  private static final Map<String, String> TYPES =
      Map.of(
          "container", "",
          "cpuset", "cpuset,noprefix,release_agent=/sbin/cpuset_release_agent");

  /** The type of the reports, which are no hierarchy. */
  private static final String PROC = "proc";

  private static final Option TYPE =
      Option.taking(
          Operand.one("TYPE", Kind.OTHER, "a file system type"),
          "container; or cpuset for what cpuset's users are used to: the options"
              + " cpuset,noprefix,release_agent=/sbin/cpuset_release_agent; or proc for what Corral"
              + " adds to /proc: containers, and each task's container and other files",
          "-t",
          "--type");
  private static final Option OPTIONS =
      Option.taking(
          Operand.one("OPTIONS", Kind.MOUNT_OPTIONS, "subsystems and flags"),
          "the same as OPTIONS before DIR",
          "-o",
          "--options");

  private static final Manual MANUAL =
      Manual.of("mount", Group.HIERARCHIES, "makes a hierarchy visible, or shows those that are")
          .form("mount")
          .form("mount [OPTIONS] DIR")
          .form("mount [-t TYPE] [-o OPTIONS] [DEVICE] DIR")
          .takes(
              Operand.optional(
                  "OPTIONS",
                  Kind.MOUNT_OPTIONS,
                  "names of subsystems, or all, with commas between; and noprefix,"
                      + " release_agent=PATH, none, name=NAME, nofuse. No options mean all"))
          .takes(Operand.optional("DIR", Kind.DIRECTORY, "where; it need not exist"))
          .knows(TYPE)
          .knows(OPTIONS)
          .says(
              "The same subsystems mounted again are another view of the same hierarchy. DEVICE"
                  + " means nothing; it stands where mount(8) has it. If DIR is an empty directory"
                  + " of the machine, other programs see the hierarchy there, too, but with nofuse;"
                  + " ON HOST says so, or why not.")
          .refuses(Errno.ENOENT, "there is no such subsystem")
          .refuses(Errno.EBUSY, "a subsystem is in another hierarchy, or the place is taken")
          .refuses(Errno.EINVAL, "the options are empty in part or contradict each other")
          .refuses(Errno.ENODEV, "there is no such TYPE")
          .refuses(Errno.EEXIST, "two subsystems would have files of the same name")
          .example("mount cpuset,cpuacct /dev/container")
          .example("mount -t cpuset none /dev/cpuset")
          .example("mount none,name=jobs /dev/jobs")
          .example("mount -t proc none /run/corral")
          .build();

  private static final List<Column<View>> COLUMNS =
      List.of(
          Column.number("HIERARCHY", View::hierarchy),
          Column.text("MOUNTED AT", View::path),
          Column.text("OPTIONS", View::options),
          Column.text("ON HOST", View::onHost));

  /** A line of the answer. */
  public record View(int hierarchy, String path, String options, String onHost) {
    @Override
    public String toString() {
      return path;
    }
  }

  private final ContainerAdmin admin;
  private final MountsOnHost onHost;

  /** A command on these hierarchies. */
  @Activate
  public Mount(@Reference ContainerAdmin admin, @Reference MountsOnHost onHost) {
    super(MANUAL);
    this.admin = admin;
    this.onHost = onHost;
  }

  @Override
  protected @Nullable Object run(Call call) throws ContainerException, CommandException {
    var words = call.operands();
    boolean bare = !call.has(TYPE) && !call.has(OPTIONS);
    if (words.isEmpty()) {
      if (bare) {
        return Listing.of(COLUMNS, views());
      }
      throw new CommandException("DIR is missing, usage: " + MANUAL.forms().getLast());
    }
    var path = call.path(words.getLast());
    if (call.value(TYPE).filter(PROC::equals).isPresent()) {
      admin.mountReports(path, admin.self());
      return null;
    }
    var options =
        bare
            ? words.subList(0, words.size() - 1)
            : List.of(typeOptions(call), call.value(OPTIONS).orElse(""));
    admin.mount(joined(options), path, admin.self());
    return null;
  }

  private List<View> views() {
    var hierarchies =
        admin.mounts().stream()
            .map(
                mount ->
                    new View(
                        mount.hierarchy().id(),
                        mount.path(),
                        mount.options(),
                        mount.onHost() ? onHost.state(mount.path()) : "no: nofuse"));
    var reports =
        admin.reportMounts().stream().map(path -> new View(0, path, PROC, onHost.state(path)));
    return Stream.concat(hierarchies, reports).toList();
  }

  private static String typeOptions(Call call) throws CommandException {
    var type = call.value(TYPE).orElse("container");
    var options = TYPES.get(type);
    if (options == null) {
      throw new CommandException(quoted(type) + " is not a file system type (ENODEV)");
    }
    return options;
  }

  private static String joined(List<String> options) {
    return String.join(",", options.stream().filter(option -> !option.isEmpty()).toList());
  }
}
