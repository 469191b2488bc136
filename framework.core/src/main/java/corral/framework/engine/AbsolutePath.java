package corral.framework.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import java.util.ArrayList;
import java.util.List;

/**
 * A path in its normal form: {@code //}, {@code .}, {@code ..} and a trailing {@code /} resolved.
 *
 * @param names its parts from the top; empty for {@code /}
 * @param endsInDots whether what was given ended in {@code .} or {@code ..}, which is no name
 */
record AbsolutePath(List<String> names, boolean endsInDots) {
  private static final int LONGEST_PATH = 4096;
  private static final int LONGEST_NAME = 255;

  /** In UTF-8. */
  private static final int MOST_BYTES_OF_CHAR = 3;

  AbsolutePath {
    names = List.copyOf(names);
  }

  /**
   * Takes a path apart.
   *
   * @throws ContainerException EINVAL (empty, relative, or with a NUL), ENAMETOOLONG
   */
  static AbsolutePath parse(String text) throws ContainerException {
    if (!text.startsWith("/")) {
      throw new ContainerException(
          Errno.EINVAL, text, text.isEmpty() ? "the path is empty" : "not an absolute path");
    }
    if (text.indexOf('\0') >= 0) {
      throw new ContainerException(Errno.EINVAL, text, "a NUL in the path");
    }
    if (isLonger(text, LONGEST_PATH)) {
      throw new ContainerException(
          Errno.ENAMETOOLONG, text, "a path has at most " + LONGEST_PATH + " bytes");
    }
    var names = new ArrayList<String>();
    String last = "";
    int start = 1;
    while (start < text.length()) {
      int slash = text.indexOf('/', start);
      int end = slash < 0 ? text.length() : slash;
      if (end > start) {
        last = text.substring(start, end);
        step(names, last, text);
      }
      start = end + 1;
    }
    return new AbsolutePath(names, last.equals(".") || last.equals(".."));
  }

  private static void step(ArrayList<String> names, String name, String text)
      throws ContainerException {
    if (isLonger(name, LONGEST_NAME)) {
      throw new ContainerException(
          Errno.ENAMETOOLONG, text, "a name has at most " + LONGEST_NAME + " bytes");
    }
    if (name.equals("..")) {
      if (!names.isEmpty()) {
        names.removeLast();
      }
    } else if (!name.equals(".")) {
      names.add(name);
    }
  }

  /**
   * The path without its last part.
   *
   * @throws ContainerException EINVAL for {@code /}
   */
  AbsolutePath parent() throws ContainerException {
    newName();
    return new AbsolutePath(names.subList(0, names.size() - 1), false);
  }

  /** The last part; empty for {@code /}. */
  String name() {
    return names.isEmpty() ? "" : names.getLast();
  }

  /**
   * The last part as the name of something new.
   *
   * @throws ContainerException EINVAL if it cannot be one
   */
  String newName() throws ContainerException {
    if (endsInDots || names.isEmpty()) {
      throw new ContainerException(Errno.EINVAL, toString(), "'.', '..' and '/' are not names");
    }
    if (name().indexOf('\n') >= 0) {
      throw new ContainerException(Errno.EINVAL, toString(), "a newline in the name");
    }
    return name();
  }

  /**
   * This path, as that of something to remove or rename.
   *
   * @throws ContainerException EINVAL if it ends in {@code .} or {@code ..}
   */
  AbsolutePath existingName() throws ContainerException {
    if (endsInDots) {
      throw new ContainerException(Errno.EINVAL, toString(), "'.' and '..' are not names");
    }
    return this;
  }

  boolean startsWith(AbsolutePath other) {
    if (names.size() < other.names.size()) {
      return false;
    }
    for (int i = 0; i < other.names.size(); i++) {
      if (!names.get(i).equals(other.names.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** The parts below another path that this one starts with. */
  List<String> below(AbsolutePath other) {
    return names.subList(other.names.size(), names.size());
  }

  AbsolutePath child(String name) {
    var longer = new ArrayList<>(names);
    longer.add(name);
    return new AbsolutePath(longer, false);
  }

  @Override
  public String toString() {
    return "/" + String.join("/", names);
  }

  private static boolean isLonger(String text, int bytes) {
    return text.length() * MOST_BYTES_OF_CHAR > bytes && text.getBytes(UTF_8).length > bytes;
  }
}
