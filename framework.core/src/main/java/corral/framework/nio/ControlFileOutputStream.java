package corral.framework.nio;

import java.io.IOException;
import java.io.OutputStream;

/** A stream to a file of Corral. Each write is one write to the file. Thread-safe. */
final class ControlFileOutputStream extends OutputStream {
  private final ControlFileWriter writer;
  private volatile boolean closed;

  ControlFileOutputStream(ControlFileWriter writer) {
    this.writer = writer;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (closed) {
      throw new IOException("Stream closed");
    }
    writer.write(bytes, offset, length);
  }

  @Override
  public void close() {
    closed = true;
  }
}
