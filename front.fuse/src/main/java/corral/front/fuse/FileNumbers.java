package corral.front.fuse;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A number for each name that a control file has, the same in every container and for ever, so that
 * a file's node can be told from its directory's and back. There are as many as subsystems have
 * files. Thread-safe.
 */
final class FileNumbers {
  /** Not a file. */
  static final int DIRECTORY = 0;

  /** So that no file of directory 0 has the number of the root's node. */
  private static final int FIRST = 16;

  private static final String SEPARATOR = "/";

  private final List<String> names;
  private final Map<String, Integer> numbers = new ConcurrentHashMap<>();

  /** Those that were {@link #left}; none if that is empty. */
  FileNumbers(String left) {
    names = new CopyOnWriteArrayList<>(left.isEmpty() ? List.of() : List.of(left.split(SEPARATOR)));
    for (int i = 0; i < names.size(); i++) {
      numbers.put(names.get(i), FIRST + i);
    }
  }

  /** The number of a name that a file has. */
  int of(String name) {
    var known = numbers.get(name);
    return known != null ? known : numbers.computeIfAbsent(name, this::add);
  }

  private synchronized int add(String name) {
    names.add(name);
    return FIRST + names.size() - 1;
  }

  /** The name that a number was given for. */
  String name(int number) {
    return names.get(number - FIRST);
  }

  /** All of it as text, for the next version of this bundle. */
  String left() {
    return String.join(SEPARATOR, names);
  }
}
