package corral.framework.nio;

import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.Objects;

/** A write to a channel that was refused. Message and text are the one line of the refusal. */
final class WriteRefusedException extends UncheckedIOException {
  private static final long serialVersionUID = 1L;
  private final String line;

  WriteRefusedException(FileSystemException refusal) {
    super(refusal);
    line = Objects.toString(refusal.getMessage());
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
