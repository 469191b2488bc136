package corral.framework.nio;

import corral.framework.api.admin.OpenFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;

/**
 * Hands each piece that is written to the file at once, as one write, so that a refusal meets the
 * writer while it can still be told. A line end that comes by itself after a piece without one
 * belongs to that piece: many writers print a line and its end apart. Thread-safe.
 */
final class ControlFileWriter {
  private final OpenFile file;
  private final String path;

  /** Whether the last piece had no line end. Guarded by this. */
  private boolean midLine;

  ControlFileWriter(OpenFile file, String path) {
    this.file = file;
    this.path = path;
  }

  synchronized void write(byte[] bytes, int offset, int length) throws FileSystemException {
    if (length == 0) {
      return;
    }
    var text = new String(bytes, offset, length, StandardCharsets.UTF_8);
    var lineEnd = midLine && text.equals("\n");
    midLine = !text.endsWith("\n");
    if (!lineEnd) {
      Refusals.request(path, () -> file.write(text));
    }
  }
}
