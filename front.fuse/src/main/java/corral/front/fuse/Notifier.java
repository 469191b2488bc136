package corral.front.fuse;

import corral.framework.api.host.FuseChannel;
import corral.front.fuse.protocol.Answer;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Tells programs that a file has changed: those that wait in poll(2), and those that watch with
 * inotify(7). The first and the last task of a container are told at once; while somebody waits for
 * another file, that is looked at four times a second.
 */
final class Notifier implements AutoCloseable {
  private static final long LOOK_MILLIS = 250;
  private static final int NOTICE_BYTES = 64;

  private final FuseChannel channel;
  private final Waiters waiters;
  private final PopulationFiles populations;
  private final Semaphore work;
  private final Answer notice = new Answer(ByteBuffer.allocateDirect(NOTICE_BYTES));
  private final Thread thread;

  private volatile boolean closed;

  /**
   * Tells nothing yet.
   *
   * @param work released when there may be something to tell, or somebody who waits
   */
  Notifier(
      String name,
      FuseChannel channel,
      Waiters waiters,
      PopulationFiles populations,
      Semaphore work) {
    this.channel = channel;
    this.waiters = waiters;
    this.populations = populations;
    this.work = work;
    this.thread = Thread.ofPlatform().name("corral-fuse notifier " + name).unstarted(this::run);
  }

  /**
   * Begins to tell.
   *
   * @param left those who have waited for a file when the last version of this bundle went
   */
  void start(String left) {
    for (var waiter : left.isEmpty() ? new String[0] : left.split(" ", -1)) {
      channel.send(notice.pollNotice(Long.parseLong(waiter)));
    }
    thread.start();
  }

  private void run() {
    try {
      while (!closed) {
        if (waiters.isEmpty()) {
          work.acquire();
        } else {
          work.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
        work.drainPermits();
        populations.tell();
        waiters.takeChanged().forEach(waiter -> channel.send(notice.pollNotice(waiter)));
      }
    } catch (InterruptedException _) {
      // Nobody interrupts it; it would end.
    }
  }

  /** Returns when the thread has ended; what it tells last is still answered for. */
  @Override
  public void close() {
    closed = true;
    work.release();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
