package corral.itest.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;

import corral.framework.api.Errno;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What is seen as files, the kernel's or Corral's: each step is a system call. */
abstract class FileGrouping implements Grouping {
  private static final Pattern ERROR = Pattern.compile(".*: (.+)");

  /** The directory that the steps see as the top. */
  private final String top;

  FileGrouping(String top) {
    this.top = top;
  }

  @Override
  public void mkdir(String path) throws Refusal {
    SystemCalls.mkdir(real(path));
  }

  @Override
  public void rmdir(String path) throws Refusal {
    SystemCalls.rmdir(real(path));
  }

  @Override
  public void rename(String from, String to) throws Refusal {
    SystemCalls.rename(real(from), real(to));
  }

  @Override
  public void unlink(String path) throws Refusal {
    SystemCalls.unlink(real(path));
  }

  @Override
  public void create(String path) throws Refusal {
    SystemCalls.close(SystemCalls.open(real(path), SystemCalls.WRITE_ONLY | SystemCalls.CREATE));
  }

  @Override
  public String read(String path) throws Refusal {
    try (var file = new Opened(real(path), SystemCalls.READ_ONLY)) {
      return file.read();
    }
  }

  @Override
  public void write(String path, String text) throws Refusal {
    try (var file = new Opened(real(path), SystemCalls.WRITE_ONLY)) {
      file.write(text);
    }
  }

  @Override
  public Handle open(String path) throws Refusal {
    return new Opened(real(path), SystemCalls.READ_WRITE);
  }

  record Opened(int fd) implements Handle {
    Opened(String path, int flags) throws Refusal {
      this(SystemCalls.open(path, flags));
    }

    @Override
    public String read() throws Refusal {
      return new String(SystemCalls.read(fd), UTF_8);
    }

    @Override
    public void write(String text) throws Refusal {
      SystemCalls.write(fd, text.getBytes(UTF_8));
    }

    @Override
    public void close() throws Refusal {
      SystemCalls.close(fd);
    }
  }

  @Override
  public SortedMap<String, Boolean> list(String path) {
    var names = new TreeMap<String, Boolean>();
    try (var entries = Files.newDirectoryStream(Path.of(real(path)))) {
      entries.forEach(e -> names.put(e.getFileName().toString(), Files.isDirectory(e)));
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The shell's own write moves it, but only a program tells the error, and only of a write. */
  @Override
  public void join(Shell writer, String path) throws Refusal {
    var file = real(path);
    SystemCalls.close(SystemCalls.open(file, SystemCalls.WRITE_ONLY));
    var answer =
        writer.ask(
            "{ echo 0 >%1$s && echo joined; } 2>/dev/null || LC_ALL=C env printf 0 2>&1 >%1$s"
                .formatted(file));
    if (!answer.equals("joined")) {
      throw new Refusal(errno(answer));
    }
  }

  private static String errno(String message) {
    var text = ERROR.matcher(message).replaceFirst("$1");
    return Arrays.stream(Errno.values())
        .filter(errno -> errno.text().equals(text))
        .map(Enum::name)
        .findFirst()
        .orElse(message);
  }

  private String real(String path) {
    return top + path;
  }
}
