package corral.shell;

import corral.framework.api.ContainerException;
import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.admin.Entry;
import java.util.ArrayList;
import java.util.List;

/** Entries of the name space, one or all of a tree. */
final class Entries {
  private Entries() {}

  /**
   * What is at a path, and if asked for also what is below it, each before its own.
   *
   * @throws ContainerException as {@link ContainerAdmin#entry}
   */
  static List<Entry> at(ContainerAdmin admin, String path, boolean recursive)
      throws ContainerException {
    var entries = new ArrayList<Entry>(List.of(admin.entry(path)));
    for (int next = 0; recursive && next < entries.size(); next++) {
      var entry = entries.get(next);
      if (entry.isDirectory()) {
        entries.addAll(next + 1, admin.list(entry.path()));
      }
    }
    return entries;
  }
}
