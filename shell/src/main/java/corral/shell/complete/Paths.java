package corral.shell.complete;

import corral.framework.api.ContainerException;
import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.admin.Entry;
import corral.shell.command.Call;
import java.util.List;
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
    var parent = beginning.substring(0, beginning.lastIndexOf('/') + 1);
    try {
      return admin.list(Call.resolve(directory, parent.isEmpty() ? "." : parent)).stream()
          .filter(Entry::isDirectory)
          .map(Entry::name)
          .map(name -> new Candidate(parent + name + "/", name + "/", null, null, "/", null, false))
          .toList();
    } catch (ContainerException _) {
      return List.of();
    }
  }
}
