package corral.host.linux;

import corral.host.linux.ffi.Descriptor;
import corral.host.linux.ffi.Fifo;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A named pipe at which a process that was just started waits for leave to go on. Once both have
 * come to it, it is in the file system no more: nothing is left if either dies, and the death of
 * the one that should open it tells the other that leave will not come. Not thread-safe.
 */
final class Gate implements AutoCloseable {
  private final Path directory;
  private final Path pipe;

  private Gate(Path directory) {
    this.directory = directory;
    this.pipe = directory.resolve("gate");
  }

  static Gate make() throws IOException {
    var gate = new Gate(Files.createTempDirectory("corral"));
    try {
      Fifo.make(gate.pipe);
      return gate;
    } catch (IOException refused) {
      gate.close();
      throw refused;
    }
  }

  /** From where the process reads: a line when it may go on, or the end. */
  Path path() {
    return pipe;
  }

  /**
   * Waits until the process has come to the gate, or has ended. If it ended before it came, a
   * reader of ours takes its place, for else this would wait for ever.
   *
   * @return where to write the line
   */
  OutputStream meet(Process process) throws IOException {
    var standIn = process.onExit().thenApply(_ -> Fifo.reader(pipe));
    try {
      return Files.newOutputStream(pipe, StandardOpenOption.WRITE);
    } finally {
      close();
      var _ = standIn.thenAccept(reader -> reader.ifPresent(Descriptor::close));
    }
  }

  /** Removes what is left in the file system. */
  @Override
  public void close() throws IOException {
    Files.deleteIfExists(pipe);
    Files.deleteIfExists(directory);
  }
}
