package corral.shell.complete;

import corral.framework.api.ContainerException;
import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.admin.Entry;
import corral.shell.command.Call;
import java.util.List;
import java.util.function.Predicate;
import org.jline.reader.Candidate;

/** Completes paths in Corral's name space. */
final class Paths {
  private final ContainerAdmin admin;

  Paths(ContainerAdmin admin) {
    this.admin = admin;
  }

  /**
   * The directories that the path can go on with.
   *
   * @param beginning the path so far
   * @param directory what it is relative to
   */
  List<Candidate> directories(String beginning, String directory) {
    return candidates(beginning, directory, Entry::isDirectory);
  }

  /** As {@link #directories}, files included. */
  List<Candidate> entries(String beginning, String directory) {
    return candidates(beginning, directory, _ -> true);
  }

  private List<Candidate> candidates(String beginning, String directory, Predicate<Entry> wanted) {
    var parent = beginning.substring(0, beginning.lastIndexOf('/') + 1);
    try {
      return admin.list(Call.resolve(directory, parent.isEmpty() ? "." : parent)).stream()
          .filter(wanted)
          .map(entry -> candidate(parent, entry))
          .toList();
    } catch (ContainerException _) {
      return List.of();
    }
  }

  private static Candidate candidate(String parent, Entry entry) {
    String name = entry.name();
    return entry.isDirectory()
        ? new Candidate(parent + name + "/", name + "/", null, null, "/", null, false)
        : new Candidate(parent + name, name, null, null, null, null, true);
  }
}
