package corral.front.fuse;

import corral.framework.api.host.FuseChannel;
import corral.front.fuse.Operation.Manner;
import corral.front.fuse.protocol.Answer;
import corral.front.fuse.protocol.Negotiation;
import corral.front.fuse.protocol.Request;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The threads that answer the requests of one file system.
 *
 * <p>One of them, the leader, waits for requests and answers them itself, which is the quickest way
 * there is. If what it does has to wait for the management lock its deputy becomes the leader; so a
 * reader is answered while writers wait. There are as many threads as have had to wait at the same
 * time, and no more are kept than the leader and its deputy.
 */
final class Server {
  private static final int MOST_THREADS = 64;

  private final String name;
  private final FuseChannel channel;
  private final Dispatcher dispatcher;
  private final Runnable whenEnded;

  private final Leadership leadership = new Leadership();

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
    while (leadership.await()) {
      lead(buffer, request, answer);
    }
  }

  /** Leads until the deputy takes over, or there are no more requests. */
  private void lead(ByteBuffer buffer, Request request, Answer answer) {
    boolean leads = true;
    try {
      while (leads && receive(buffer)) {
        leads = carryOut(request, answer);
      }
    } finally {
      if (leads) {
        leadership.resign();
      }
    }
  }

  private boolean receive(ByteBuffer buffer) {
    if (!ended && !channel.receive(buffer)) {
      ended = true;
      leadership.close();
      if (!closed) {
        whenEnded.run();
      }
    }
    return !ended;
  }

  /** Answers a request; false if the deputy leads now. */
  private boolean carryOut(Request request, Answer answer) {
    var manner = dispatcher.manner(request.opcode());
    if (manner != Manner.WAITING) {
      var message = dispatcher.answer(request, answer);
      if (manner != Manner.SILENT) {
        channel.send(message);
      }
      return true;
    }
    if (!leadership.hasDeputy()) {
      start();
    }
    long number = leadership.begin();
    var message = dispatcher.answer(request, answer);
    boolean leads = leadership.end(number);
    channel.send(message);
    return leads;
  }
}
