package corral.itest.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** One of the two that are compared: what groups, and the processes that it may act on. */
final class Side implements AutoCloseable {
  private static final long PATIENCE_NANOS = 5_000_000_000L;

  static final String DONE = "ok";

  private final Grouping grouping;
  private final Map<String, OpenFile> files = new HashMap<>();
  private final Cast cast = new Cast();

  /** A file that stays open, with the path under which it was opened. */
  private record OpenFile(String path, Grouping.Handle handle) {}

  Side(Grouping grouping) {
    this.grouping = grouping;
  }

  /** Begins anew: without containers, and with other processes. */
  void reset() throws Refusal, IOException {
    close();
    cast.start();
    grouping.settle();
  }

  @Override
  public void close() throws Refusal {
    for (var file : files.values()) {
      file.handle.close();
    }
    files.clear();
    cast.close();
    grouping.settle();
    removeBelow("");
  }

  private void removeBelow(String path) throws Refusal {
    for (var entry : list(path).entrySet()) {
      if (entry.getValue()) {
        var child = path + "/" + entry.getKey();
        removeBelow(child);
        grouping.rmdir(child);
      }
    }
  }

  private SortedMap<String, Boolean> list(String path) throws Refusal {
    return grouping.list(path.isEmpty() ? "/" : path);
  }

  /** Takes a step; answers with what was read in quotes, {@link #DONE}, or the errno. */
  String take(Step step) {
    try {
      return act(step);
    } catch (Refusal e) {
      return e.errno();
    }
  }

  private String act(Step step) throws Refusal {
    var subject = step.word(0, this::value);
    switch (step.verb()) {
      case "mkdir" -> grouping.mkdir(subject);
      case "rmdir" -> grouping.rmdir(subject);
      case "mv" -> grouping.rename(subject, step.word(1, this::value));
      case "unlink" -> grouping.unlink(subject);
      case "create" -> grouping.create(subject);
      case "write" -> grouping.write(subject, harmless(subject, step.word(1, this::value)));
      case "read" -> {
        return quoted(read(subject));
      }
      case "open" -> open(subject, step.word(1, this::value));
      case "write-open" -> {
        var file = file(subject);
        file.handle.write(harmless(file.path, step.word(1, this::value)));
      }
      case "read-open" -> {
        var file = file(subject);
        return quoted(named(file.path, file.handle.read()));
      }
      case "fork" -> {
        cast.fork(subject, step.words().get(1));
        grouping.settle();
      }
      case "exit" -> {
        cast.exit(subject);
        grouping.settle();
      }
      case "zombie" -> {
        cast.leaveZombie(subject);
        grouping.settle();
      }
      case "thread" -> cast.startThread(subject);
      case "join" -> grouping.join(cast.shell(subject), step.word(1, this::value));
      case "where" -> {
        return quoted(grouping.membership(cast.pid(subject)));
      }
      case "cpuset" -> {
        return quoted(grouping.cpuset(cast.pid(subject)));
      }
      default -> throw new IllegalArgumentException(step.text());
    }
    return DONE;
  }

  /** No step may move a process that is not the test's. */
  private String harmless(String path, String text) {
    if (isTasks(path) && !cast.ownsAnyIn(text)) {
      throw new IllegalArgumentException(path + " might take a stranger: " + text);
    }
    return text;
  }

  private static boolean isTasks(String path) {
    return path.endsWith("/tasks") || path.endsWith("/cgroup.procs");
  }

  private void open(String name, String path) throws Refusal {
    files.put(name, new OpenFile(path, grouping.open(path)));
  }

  private OpenFile file(String name) {
    return Objects.requireNonNull(files.get(name), name);
  }

  /** What stands for a name in braces. */
  private String value(String name) {
    return name.equals("cpus") ? firstImpossibleCpu() : Integer.toString(cast.pid(name));
  }

  private static String firstImpossibleCpu() {
    try {
      var possible = Files.readString(Path.of("/sys/devices/system/cpu/possible")).strip();
      return Integer.toString(1 + Integer.parseInt(possible.replaceFirst(".*[-,]", "")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A shell has a process more for a moment when it does what it is told. */
  private String read(String path) throws Refusal {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    String content;
    do {
      content = named(path, grouping.read(path));
    } while (content.startsWith(Cast.STRANGERS) && System.nanoTime() < deadline);
    return content;
  }

  private String named(String path, String content) {
    return isTasks(path) ? cast.named(content, path.lastIndexOf('/') == 0) : content;
  }

  /** Everything that can be seen: each file, and where each process may run. */
  Map<String, String> picture() throws Refusal {
    var picture = new TreeMap<String, String>();
    for (var name : cast.names()) {
      picture.put("allowed " + name, cast.allowedCpus(name));
    }
    addDirectory("", picture);
    return picture;
  }

  private void addDirectory(String path, Map<String, String> picture) throws Refusal {
    for (var entry : list(path).entrySet()) {
      var child = path + "/" + entry.getKey();
      if (entry.getValue()) {
        picture.put("read " + child, "EISDIR");
        addDirectory(child, picture);
      } else {
        picture.put("read " + child, quoted(read(child)));
      }
    }
  }

  private static String quoted(String content) {
    return '"' + content.replace("\n", "\\n") + '"';
  }
}
