package corral.shell.complete;

import corral.framework.api.Task;
import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.admin.SubsystemReport;
import corral.framework.api.host.NamespaceKind;
import corral.shell.command.Kind;
import corral.shell.command.Manuals;
import corral.shell.event.EventKinds;
import corral.shell.host.CurrentHost;
import corral.shell.host.Launches;
import corral.shell.top.Field;
import corral.shell.why.Bundles;
import corral.shell.why.Reasons;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Knows what there is to be named on a command line. Thread-safe. */
@Component(service = Names.class)
public final class Names {
  /** Beyond so many tasks a person types more digits before reading what each of them is. */
  private static final int MOST_DESCRIBED = 200;

  private static final List<String> MOUNT_FLAGS =
      List.of("all", "none", "noprefix", "name=", "release_agent=");

  private static final List<String> SUBSYSTEM_ACTIONS = List.of("bind", "unbind");

  private final ContainerAdmin admin;
  private final CurrentHost host;
  private final Launches launches;
  private final Bundles bundles;
  private final Reasons reasons;
  private final Manuals manuals;
  private final Paths paths;
  private final Programs programs = new Programs();

  /** What these know. */
  @Activate
  public Names(
      @Reference ContainerAdmin admin,
      @Reference CurrentHost host,
      @Reference Launches launches,
      @Reference Bundles bundles,
      @Reference Reasons reasons,
      @Reference Manuals manuals) {
    this.admin = admin;
    this.host = host;
    this.launches = launches;
    this.bundles = bundles;
    this.reasons = reasons;
    this.manuals = manuals;
    this.paths = new Paths(admin);
  }

  /**
   * What a word can be.
   *
   * @param beginning what was typed of it; candidates that do not fit it do no harm
   * @param directory what paths are relative to
   */
  List<Candidate> of(Kind kind, String beginning, String directory) {
    return switch (kind) {
      case CONTAINER, DIRECTORY -> paths.directories(beginning, directory);
      case ENTRY -> paths.entries(beginning, directory);
      case MOUNT_POINT -> plain(admin.mounts().stream().map(mount -> mount.path()));
      case MOUNT_OPTIONS -> mountOptions(beginning);
      case NAMESPACE_KINDS ->
          listed(Arrays.stream(NamespaceKind.values()).map(NamespaceKind::word), beginning);
      case SUBSYSTEM -> plain(admin.subsystems().stream().map(SubsystemReport::name));
      case SUBSYSTEM_ACTION -> plain(SUBSYSTEM_ACTIONS.stream());
      case TASK -> tasks(beginning);
      case LAUNCHED ->
          launches.all().stream()
              .map(process -> described(Integer.toString(process.pid()), process.command()))
              .toList();
      case BUNDLE -> plain(bundles.all().stream().map(Bundle::getSymbolicName));
      case PART -> plain(reasons.names().stream());
      case EVENT -> plain(EventKinds.words().stream());
      case COLUMN -> plain(Field.words().stream());
      case COMMAND ->
          manuals.all().stream().map(manual -> described(manual.name(), manual.summary())).toList();
      case PROGRAM -> programs.of(beginning);
      case OTHER -> List.of();
    };
  }

  private List<Candidate> tasks(String beginning) {
    var pids =
        admin.tasks().stream()
            .map(Task::pid)
            .filter(pid -> Integer.toString(pid).startsWith(beginning))
            .toList();
    boolean describe = pids.size() <= MOST_DESCRIBED;
    return pids.stream()
        .map(pid -> described(Integer.toString(pid), describe ? host.command(pid) : null))
        .toList();
  }

  private List<Candidate> mountOptions(String beginning) {
    return listed(
        Stream.concat(admin.subsystems().stream().map(SubsystemReport::name), MOUNT_FLAGS.stream()),
        beginning);
  }

  /** Words for a list, those that are not yet before the last comma. */
  private static List<Candidate> listed(Stream<String> words, String beginning) {
    var before = beginning.substring(0, beginning.lastIndexOf(',') + 1);
    var taken = List.of(before.split(",", -1));
    return words
        .filter(word -> !taken.contains(word))
        .map(word -> new Candidate(before + word, word, null, null, null, null, false))
        .toList();
  }

  private static List<Candidate> plain(Stream<String> names) {
    return names.map(Candidate::new).toList();
  }

  private static Candidate described(String name, @Nullable String description) {
    return new Candidate(name, name, null, description, null, null, true);
  }
}
