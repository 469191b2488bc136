package corral.launcher;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Tells whoever has started the daemon that it is ready. */
final class Readiness {
  private static final long PATIENCE_SECONDS = 10;

  private Readiness() {}

  /**
   * Tells it to systemd, if that has started the daemon. What it listens to is a datagram socket in
   * the file system, which Java does not have.
   */
  static void notifySystemd() throws IOException, InterruptedException {
    if (Optional.ofNullable(System.getenv("NOTIFY_SOCKET")).isEmpty()) {
      return;
    }
    var notify = new ProcessBuilder("systemd-notify", "--ready").inheritIO().start();
    if (!notify.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      notify.destroyForcibly();
      throw new IOException("systemd-notify does not end");
    }
  }

  /**
   * Gives up the terminal, or the pipe by which the script {@code corral} waits: Java does not
   * close the standard streams, but has them lead to and from {@code /dev/null} from then on.
   */
  static void closeStandardStreams() throws IOException {
    new FileInputStream(FileDescriptor.in).close();
    new FileOutputStream(FileDescriptor.out).close();
    new FileOutputStream(FileDescriptor.err).close();
  }
}
