package corral.shell.console;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Begins each line that is written with a label. Belongs to one thread. */
final class LabelledOutput extends OutputStream {
  private final byte[] label;
  private final OutputStream out;
  private boolean isAtBeginning = true;

  LabelledOutput(String label, OutputStream out) {
    this.label = label.getBytes(StandardCharsets.UTF_8);
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    if (isAtBeginning) {
      out.write(label);
    }
    out.write(b);
    isAtBeginning = b == '\n';
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }
}
