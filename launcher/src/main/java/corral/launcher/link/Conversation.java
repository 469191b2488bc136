package corral.launcher.link;

import corral.launcher.Complaint;
import corral.launcher.link.Frame.Kind;
import corral.launcher.link.Request.Verb;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * The daemon's side of one request. One thread serves it, and can be interrupted; another listens
 * to the client, and interrupts it.
 */
final class Conversation {
  private static final Logger LOG = System.getLogger(Conversation.class.getName());

  /** What a client gets whose request was not carried out. */
  private static final int REFUSED = 2;

  /** What a client gets whose request was not carried out to its end. */
  private static final int FAILED = 1;

  /** What one gets that was interrupted before there was a command to be interrupted. */
  private static final int INTERRUPTED = 130;

  private static final int PIECE = 1 << 16;

  private final Link link;
  private final Request request;
  private final Handler handler;
  private final Outbox outbox;
  private final Inbox inbox;
  private final Thread server;
  private volatile Optional<String> farewell = Optional.empty();

  Conversation(Link link, Request request, Handler handler) {
    this.link = link;
    this.request = request;
    this.handler = handler;
    this.outbox = new Outbox(link);
    this.inbox = new Inbox(outbox);
    this.server = Thread.ofPlatform().daemon().name("corral-client").unstarted(this::serve);
  }

  void start() {
    outbox.start();
    server.start();
  }

  /** Listens to the client until it has gone; then nobody wants what is being done for it. */
  void listen() {
    try {
      for (var next = link.receive(); next.isPresent(); next = link.receive()) {
        hear(next.get());
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "the client's end is closed", e);
    } finally {
      outbox.breakOff();
      server.interrupt();
    }
  }

  /** Ends it; the client is told why. Does not wait. */
  void end(String reason) {
    farewell = Optional.of(reason);
    server.interrupt();
  }

  /** Whether it is ended before the daemon ends; who asked for that end waits for it. */
  boolean endsWithServer() {
    return request.verb() != Verb.STOP;
  }

  /** Waits until the client has its exit status. */
  void await() throws InterruptedException {
    server.join();
  }

  /** Waits for that, but not for ever. */
  void await(Duration most) throws InterruptedException {
    server.join(most);
  }

  private void hear(Frame frame) {
    switch (frame.kind()) {
      case INPUT -> inbox.deliver(frame.content());
      case INTERRUPT -> server.interrupt();
      default -> LOG.log(Level.DEBUG, "only daemons say " + frame.kind());
    }
  }

  private void serve() {
    int status = answer();
    // Whoever interrupts it now comes too late.
    var _ = Thread.interrupted();
    outbox.close(Frame.ofStatus(status));
    // For who asked for the daemon's end it is the end of the process that closes the link.
    if (endsWithServer()) {
      close();
    }
  }

  private int answer() {
    int status = REFUSED;
    try {
      status = handler.serve(request, new Streams(inbox, stream(Kind.OUTPUT), stream(Kind.ERRORS)));
    } catch (InterruptedException _) {
      status = INTERRUPTED;
    } catch (Exception e) {
      LOG.log(Level.INFO, "not served: " + request, e);
      if (farewell.isEmpty()) {
        tell(Complaint.of(e));
      }
    }
    if (farewell.isPresent()) {
      tell(farewell.get());
      return FAILED;
    }
    return status;
  }

  private void tell(String line) {
    var _ = Thread.interrupted();
    var bytes = ("corral: " + line + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      outbox.put(new Frame(Kind.ERRORS, bytes));
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "nobody hears: " + line, e);
    }
  }

  private void close() {
    try {
      link.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "the link does not close", e);
    }
  }

  private OutputStream stream(Kind kind) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b});
      }

      @Override
      public void write(byte[] bytes, int from, int count) throws IOException {
        for (int done = 0; done < count; done += PIECE) {
          outbox.put(Frame.of(kind, bytes, from + done, Math.min(PIECE, count - done)));
        }
      }
    };
  }
}
