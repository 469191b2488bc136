package corral.launcher.link;

import corral.launcher.Complaint;
import corral.launcher.link.Frame.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.SocketTimeoutException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The client's side of one request. Belongs to one thread, but for {@link #interrupt}, which any
 * may call.
 */
public final class Client implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Client.class.getName());

  /** How long a daemon may take to answer at all. */
  private static final Duration GREETING = Duration.ofSeconds(20);

  /** How long an interrupted command may take to end. */
  private static final Duration ENDING = Duration.ofSeconds(10);

  private static final int PIECE = 1 << 16;

  /** As shells say that Ctrl-C has ended a command. */
  private static final int INTERRUPTED = 130;

  /** What the daemon said cannot be written. */
  public static final class OutputException extends IOException {
    private static final long serialVersionUID = 1L;

    OutputException(IOException cause) {
      super(cause);
    }

    /** Whether nobody wants to read it. */
    public boolean isClosedPipe() {
      return getCause() instanceof IOException e && "Broken pipe".equals(e.getMessage());
    }
  }

  private final Link link;
  private final CountDownLatch finished = new CountDownLatch(1);

  /** Guarded by this, as the one below. */
  private boolean hasAsked;

  private boolean isInterrupted;

  private Client(Link link) {
    this.link = link;
  }

  /**
   * Connects to the daemon; nothing if there is none.
   *
   * @throws SocketTimeoutException if it does not answer
   */
  public static Optional<Client> connect(Endpoint endpoint) throws IOException {
    var link = endpoint.connect();
    if (link.isPresent()) {
      try (var _ = new Patience(link.get(), GREETING)) {
        link.get().greet();
      } catch (AsynchronousCloseException e) {
        throw tooLong(GREETING, e);
      }
    }
    return link.map(Client::new);
  }

  /**
   * Asks for something and streams until it is done.
   *
   * @param most how long it may take
   * @return the exit status; nothing if the daemon has gone without telling one
   * @throws SocketTimeoutException if it takes too long
   */
  public Optional<Integer> run(Request request, Streams streams, Duration most) throws IOException {
    try (var _ = new Patience(link, most)) {
      return run(request, streams);
    } catch (AsynchronousCloseException e) {
      throw tooLong(most, e);
    }
  }

  /**
   * Asks for something and streams until it is done, however long that takes.
   *
   * @param streams the input is read only when a command wants it
   * @return the exit status; nothing if the daemon has gone without telling one
   * @throws OutputException if the output cannot be written
   */
  public Optional<Integer> run(Request request, Streams streams) throws IOException {
    try {
      if (!ask(request)) {
        return Optional.of(INTERRUPTED);
      }
      Optional<Integer> status = Optional.empty();
      for (var next = link.receive(); next.isPresent(); next = link.receive()) {
        var frame = next.get();
        switch (frame.kind()) {
          case OUTPUT -> write(frame, streams.out());
          case ERRORS -> write(frame, streams.errors());
          case ASK -> feed(streams);
          case STATUS -> status = Optional.of(frame.status());
          default -> LOG.log(Level.DEBUG, "only clients say " + frame.kind());
        }
      }
      return status;
    } finally {
      finished.countDown();
    }
  }

  /** Sends the request; false if it is not wanted any more. */
  private synchronized boolean ask(Request request) throws IOException {
    if (isInterrupted) {
      return false;
    }
    link.send(new Frame(Kind.REQUEST, request.encoded()));
    hasAsked = true;
    return true;
  }

  /** Whether there is a request to be interrupted; there will be none from now on. */
  private synchronized boolean mustTell() {
    isInterrupted = true;
    return hasAsked && finished.getCount() > 0;
  }

  /**
   * Does what Ctrl-C does: has the command interrupted, and waits for its end. What was not asked
   * for yet is not asked for any more.
   */
  public void interrupt() {
    try {
      if (mustTell()) {
        link.send(Frame.of(Kind.INTERRUPT));
        var _ = finished.await(ENDING.toSeconds(), TimeUnit.SECONDS);
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "nobody is there to interrupt", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    link.close();
  }

  private static void write(Frame frame, OutputStream out) throws OutputException {
    try {
      out.write(frame.content());
      out.flush();
    } catch (IOException e) {
      throw new OutputException(e);
    }
  }

  /** Reads on a thread of its own: whoever waits for a person must not keep the output waiting. */
  private void feed(Streams streams) {
    Thread.ofPlatform().daemon().name("corral-input").start(() -> sendPiece(streams));
  }

  private void sendPiece(Streams streams) {
    try {
      var piece = new byte[PIECE];
      link.send(Frame.of(Kind.INPUT, piece, 0, read(streams, piece)));
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "the input goes nowhere", e);
    }
  }

  /** Input that cannot be read is at its end: the command would wait for it for ever. */
  private static int read(Streams streams, byte[] piece) throws IOException {
    try {
      return Math.max(0, streams.in().read(piece));
    } catch (IOException e) {
      var line = "corral: standard input: " + Complaint.of(e) + "\n";
      streams.errors().write(line.getBytes(StandardCharsets.UTF_8));
      return 0;
    }
  }

  private static SocketTimeoutException tooLong(Duration most, Exception cause) {
    var refusal =
        new SocketTimeoutException("the daemon has not answered within " + most.toSeconds() + " s");
    refusal.initCause(cause);
    return refusal;
  }
}
