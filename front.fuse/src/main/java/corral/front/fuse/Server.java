package corral.front.fuse;

import corral.framework.api.host.FuseChannel;
import corral.front.fuse.Operation.Manner;
import corral.front.fuse.protocol.Answer;
import corral.front.fuse.protocol.Negotiation;
import corral.front.fuse.protocol.Request;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The threads that answer the requests of one file system.
 *
 * <p>One of them, the leader, waits for requests and answers them itself, which is the quickest way
 * there is. Only before it does something that may wait for the management lock it makes another
 * the leader; so a reader is answered while writers wait. There are as many threads as have had to
 * wait at the same time, and no more are kept than the leader and one that is ready.
 */
final class Server {
  private static final int MOST_THREADS = 64;
  private static final int MOST_READY = 1;

  private final String name;
  private final FuseChannel channel;
  private final Dispatcher dispatcher;
  private final Runnable whenEnded;

  /** Held by the leader. */
  private final ReentrantLock lead = new ReentrantLock();

  /** Guarded by this. */
  private final List<Thread> threads = new ArrayList<>();

  /** Whether there are no more requests; written by the leader. */
  private volatile boolean ended;

  private volatile boolean closed;

  /**
   * Answers nothing yet.
   *
   * @param whenEnded called once, by one of the threads, if the kernel has no more requests
   */
  Server(String name, FuseChannel channel, Dispatcher dispatcher, Runnable whenEnded) {
    this.name = name;
    this.channel = channel;
    this.dispatcher = dispatcher;
    this.whenEnded = whenEnded;
  }

  /** Begins to answer. */
  synchronized void start() {
    threads.removeIf(thread -> !thread.isAlive());
    if (!closed && threads.size() < MOST_THREADS) {
      var thread = Thread.ofPlatform().name("corral-fuse " + name).unstarted(this::serve);
      threads.add(thread);
      thread.start();
    }
  }

  /** Returns when the last thread has ended; requests that come wait in the kernel from then on. */
  void stop() throws InterruptedException {
    List<Thread> running;
    synchronized (this) {
      closed = true;
      running = List.copyOf(threads);
    }
    channel.close();
    for (var thread : running) {
      thread.join();
    }
  }

  /** Whether the kernel has no more requests. */
  boolean hasEnded() {
    return ended;
  }

  private void serve() {
    var buffer = ByteBuffer.allocateDirect(Negotiation.requestBytes());
    var request = new Request(buffer);
    var answer = new Answer(ByteBuffer.allocateDirect(Negotiation.answerBytes()));
    boolean wanted = true;
    while (wanted && lead(buffer, request, answer)) {
      wanted = lead.getQueueLength() <= MOST_READY;
    }
  }

  /** Leads until a request makes another the leader; false if there are no more requests. */
  private boolean lead(ByteBuffer buffer, Request request, Answer answer) {
    lead.lock();
    boolean leads = true;
    try {
      while (leads) {
        if (!receive(buffer)) {
          return false;
        }
        leads = dispatcher.manner(request.opcode()) != Manner.WAITING;
        if (!leads) {
          handOver();
        }
        carryOut(request, answer);
      }
      return true;
    } finally {
      if (leads) {
        lead.unlock();
      }
    }
  }

  private boolean receive(ByteBuffer buffer) {
    if (!ended && !channel.receive(buffer)) {
      ended = true;
      if (!closed) {
        whenEnded.run();
      }
    }
    return !ended;
  }

  private void handOver() {
    if (!lead.hasQueuedThreads()) {
      start();
    }
    lead.unlock();
  }

  private void carryOut(Request request, Answer answer) {
    var message = dispatcher.answer(request, answer);
    if (dispatcher.manner(request.opcode()) != Manner.SILENT) {
      channel.send(message);
    }
  }
}
