package corral.launcher.link;

import corral.launcher.link.Frame.Kind;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.ProtocolException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Listens at an endpoint, and has what each client asks for done on a thread of its own. */
public final class Server implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Server.class.getName());

  /** How long a client may take to say what it wants. */
  private static final Duration GREETING = Duration.ofSeconds(20);

  /** How long what was interrupted may take to end, before the server goes on without it. */
  private static final Duration ENDING = Duration.ofSeconds(10);

  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Endpoint endpoint;
  private final Handler handler;
  private final ServerSocketChannel channel;
  private final Set<Conversation> conversations = ConcurrentHashMap.newKeySet();

  /**
   * Begins to listen.
   *
   * @param endpoint where no other daemon listens
   */
  public Server(Endpoint endpoint, Handler handler) throws IOException {
    this.endpoint = endpoint;
    this.handler = handler;
    this.channel = endpoint.listen();
    Thread.ofPlatform().daemon().name("corral-server").start(this::acceptAll);
  }

  /**
   * Takes no more clients and ends what is being done for those that there are, but for those that
   * wait for the daemon's end.
   *
   * @param reason what they are told
   */
  public void end(String reason) throws IOException {
    channel.close();
    Files.deleteIfExists(endpoint.socket());
    var ending = conversations.stream().filter(Conversation::endsWithServer).toList();
    ending.forEach(conversation -> conversation.end(reason));
    await(ending);
  }

  /** Waits until those who wait for the daemon's end were told of it. */
  @Override
  public void close() {
    await(List.copyOf(conversations));
  }

  private static void await(Collection<Conversation> ending) {
    long deadline = System.nanoTime() + ENDING.toNanos();
    try {
      for (var conversation : ending) {
        conversation.await(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void acceptAll() {
    while (channel.isOpen()) {
      try {
        var client = new Link(channel.accept());
        Thread.ofVirtual().name("corral-listener").start(() -> converse(client));
      } catch (ClosedChannelException _) {
        // That is how it ends.
      } catch (IOException e) {
        LOG.log(Level.WARNING, "a client is not heard", e);
        pause();
      }
    }
  }

  /** There may be too many open files, and nothing tells when that is over. */
  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this thread", e);
    }
  }

  private void converse(Link client) {
    try (client) {
      var conversation = new Conversation(client, request(client), handler);
      conversations.add(conversation);
      try {
        conversation.start();
        conversation.listen();
        conversation.await();
      } finally {
        conversations.remove(conversation);
      }
    } catch (IOException e) {
      LOG.log(Level.INFO, "a client is not understood", e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this thread", e);
    }
  }

  private static Request request(Link client) throws IOException {
    try (var _ = new Patience(client, GREETING)) {
      client.greet();
      var first = client.receive();
      if (first.isEmpty() || first.get().kind() != Kind.REQUEST) {
        throw new ProtocolException("it asks for nothing");
      }
      return Request.decoded(first.get().content());
    }
  }
}
