package corral.host.linux.ffi;

import java.lang.foreign.Arena;

/**
 * A hold on one process, which stays on that process when its id comes to mean another. Source:
 * pidfd_open(2), pidfd_send_signal(2); Linux 5.3.
 */
public final class Pidfd implements AutoCloseable {
  public static final int SIGKILL = 9;
  public static final int SIGCONT = 18;
  public static final int SIGSTOP = 19;

  private final int pid;
  private final Descriptor descriptor;

  private Pidfd(int pid, Descriptor descriptor) {
    this.pid = pid;
    this.descriptor = descriptor;
  }

  /**
   * A hold on the process that has an id now.
   *
   * @throws OsException ESRCH if there is none, also if the id is that of a thread which does not
   *     lead its process
   */
  public static Pidfd open(int pid) throws OsException {
    try (var arena = Arena.ofConfined()) {
      int answer = new LibC(arena).pidfdOpen(pid, 0);
      int fd =
          OsException.check(isThread(answer) ? -ErrorNumber.ESRCH : answer, "pidfd_open " + pid);
      return new Pidfd(pid, new Descriptor(fd));
    }
  }

  /** What kernels answer for such a thread has changed over the years. */
  private static boolean isThread(int answer) {
    return answer == -ErrorNumber.EINVAL || answer == -ErrorNumber.ENOENT;
  }

  /**
   * Sends a signal.
   *
   * @param signal one of the numbers above
   * @throws OsException ESRCH if the process has ended, EPERM if it may not be signalled
   */
  public void send(int signal) throws OsException {
    try (var arena = Arena.ofConfined()) {
      OsException.check(
          new LibC(arena).pidfdSendSignal(descriptor.fd(), signal), "pidfd_send_signal " + pid);
    }
  }

  @Override
  public void close() {
    descriptor.close();
  }
}
