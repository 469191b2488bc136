package corral.shell;

import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.host.Host.LaunchRequest;
import corral.framework.api.host.Launch;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** A process whose life a test plays. */
final class FakeLaunch implements Launch {
  final LaunchRequest request;

  /** Completed when the program begins, with what the host's {@code witness} sees then. */
  final CompletableFuture<String> begun = new CompletableFuture<>();

  private final FakeHost host;
  private final int pid;
  private final CompletableFuture<Integer> exitStatus = new CompletableFuture<>();
  private final PipedInputStream output = new PipedInputStream();
  private final PipedOutputStream writer;

  FakeLaunch(FakeHost host, int pid, LaunchRequest request) {
    this.host = host;
    this.pid = pid;
    this.request = request;
    try {
      writer = new PipedOutputStream(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The process writes to its output, if it has not ended meanwhile. */
  void write(String text) {
    try {
      writer.write(text.getBytes(StandardCharsets.UTF_8));
      writer.flush();
    } catch (IOException e) {
      assertTrue(exitStatus.isDone(), e::toString);
    }
  }

  /** The process ends. */
  void exit(int status) {
    host.exit(pid);
    exitStatus.complete(status);
    try {
      writer.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int pid() {
    return pid;
  }

  @Override
  public void go() {
    begun.complete(host.witness.get());
  }

  @Override
  public InputStream output() {
    return output;
  }

  @Override
  public CompletableFuture<Integer> exitStatus() {
    return exitStatus;
  }

  @Override
  public void terminate() {
    if (!host.stubborn) {
      exit(128 + 15);
    }
  }

  @Override
  public void kill() {
    exit(128 + 9);
  }

  @Override
  public void close() {
    if (!begun.isDone()) {
      exit(128 + 9);
    }
  }
}
