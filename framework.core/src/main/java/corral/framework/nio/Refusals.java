package corral.framework.nio;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns refusals into the exceptions that users of {@code java.nio.file} expect.
 *
 * <p>Message and text of each are the one line that {@link ContainerException} makes. The text too,
 * without the name of a class, because the commands of the shell show an exception by its text.
 */
final class Refusals {
  private Refusals() {}

  /** A question to the engine. */
  @FunctionalInterface
  interface Question<T> {
    T ask() throws ContainerException;
  }

  /** A request to the engine. */
  @FunctionalInterface
  interface Request {
    void make() throws ContainerException;
  }

  /** A question to the file system of the host. */
  @FunctionalInterface
  interface HostQuestion<T> {
    T ask() throws IOException;
  }

  /** A request to the file system of the host. */
  @FunctionalInterface
  interface HostRequest {
    void make() throws IOException;
  }

  static <T> T ask(String path, Question<T> question) throws FileSystemException {
    try {
      return question.ask();
    } catch (ContainerException e) {
      throw of(path, e);
    }
  }

  static void request(String path, Request request) throws FileSystemException {
    try {
      request.make();
    } catch (ContainerException e) {
      throw of(path, e);
    }
  }

  static <T> T askHost(HostQuestion<T> question) throws IOException {
    try {
      return question.ask();
    } catch (FileSystemException e) {
      throw inOurWords(e);
    }
  }

  static void requestHost(HostRequest request) throws IOException {
    try {
      request.make();
    } catch (FileSystemException e) {
      throw inOurWords(e);
    }
  }

  private static FileSystemException inOurWords(FileSystemException hosts) {
    var path = hosts.getFile();
    return path == null ? hosts : of(path, hosts);
  }

  static FileSystemException of(String path, Errno errno) {
    return of(path, new ContainerException(errno));
  }

  private static FileSystemException of(String path, ContainerException cause) {
    var line = Objects.toString(cause.on(path).getMessage());
    var refusal =
        switch (cause.errno()) {
          case ENOENT -> new Missing(path, line);
          case EEXIST -> new Existing(path, line);
          case EACCES -> new Denied(path, line);
          case ENOTDIR -> new NoDirectory(path, line);
          case ENOTEMPTY -> new NotEmpty(path, line);
          default -> new Refusal(path, line);
        };
    refusal.initCause(cause);
    return refusal;
  }

  /** What the host refused in our words, as far as we have words for it. */
  static FileSystemException of(String path, IOException hosts) {
    var errno = errno(hosts);
    if (errno.isEmpty()) {
      return hosts instanceof FileSystemException told
          ? told
          : new Refusal(path, path + ": " + hosts.getMessage());
    }
    var ours = of(path, errno.get());
    ours.addSuppressed(hosts);
    return ours;
  }

  private static Optional<Errno> errno(IOException hosts) {
    return switch (hosts) {
      case NoSuchFileException _ -> Optional.of(Errno.ENOENT);
      case FileAlreadyExistsException _ -> Optional.of(Errno.EEXIST);
      case AccessDeniedException _ -> Optional.of(Errno.EACCES);
      case NotDirectoryException _ -> Optional.of(Errno.ENOTDIR);
      case DirectoryNotEmptyException _ -> Optional.of(Errno.ENOTEMPTY);
      case FileSystemException told -> errno(told.getReason());
      default -> errno(hosts.getMessage());
    };
  }

  private static Optional<Errno> errno(@Nullable String text) {
    return Arrays.stream(Errno.values()).filter(errno -> errno.text().equals(text)).findFirst();
  }

  private static final class Missing extends NoSuchFileException {
    private static final long serialVersionUID = 1L;
    private final String line;

    Missing(String path, String line) {
      super(path);
      this.line = line;
    }

    @Override
    public String getMessage() {
      return line;
    }

    @Override
    public String toString() {
      return line;
    }
  }

  private static final class Existing extends FileAlreadyExistsException {
    private static final long serialVersionUID = 1L;
    private final String line;

    Existing(String path, String line) {
      super(path);
      this.line = line;
    }

    @Override
    public String getMessage() {
      return line;
    }

    @Override
    public String toString() {
      return line;
    }
  }

  private static final class Denied extends AccessDeniedException {
    private static final long serialVersionUID = 1L;
    private final String line;

    Denied(String path, String line) {
      super(path);
      this.line = line;
    }

    @Override
    public String getMessage() {
      return line;
    }

    @Override
    public String toString() {
      return line;
    }
  }

  private static final class NoDirectory extends NotDirectoryException {
    private static final long serialVersionUID = 1L;
    private final String line;

    NoDirectory(String path, String line) {
      super(path);
      this.line = line;
    }

    @Override
    public String getMessage() {
      return line;
    }

    @Override
    public String toString() {
      return line;
    }
  }

  private static final class NotEmpty extends DirectoryNotEmptyException {
    private static final long serialVersionUID = 1L;
    private final String line;

    NotEmpty(String path, String line) {
      super(path);
      this.line = line;
    }

    @Override
    public String getMessage() {
      return line;
    }

    @Override
    public String toString() {
      return line;
    }
  }

  private static final class Refusal extends FileSystemException {
    private static final long serialVersionUID = 1L;
    private final String line;

    Refusal(String path, String line) {
      super(path);
      this.line = line;
    }

    @Override
    public String getMessage() {
      return line;
    }

    @Override
    public String toString() {
      return line;
    }
  }
}
