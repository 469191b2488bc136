package corral.launcher.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import corral.launcher.link.Request.Verb;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients and their server, in one process. */
@Timeout(60)
class ServerTest {
  private static final int LARGE = 5_000_000;

  @TempDir private Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private InputStream in = InputStream.nullInputStream();

  @Test
  void carriesRequestStreamsAndStatus() throws Exception {
    in = new ByteArrayInputStream("in".getBytes(StandardCharsets.UTF_8));
    Handler handler =
        (request, streams) -> {
          streams
              .out()
              .write(request.properties().getOrDefault("who", "").getBytes(StandardCharsets.UTF_8));
          streams.errors().write(streams.in().readAllBytes());
          return 7;
        };
    assertEquals(Optional.of(7), ask(handler, Map.of("who", "you & ü")));
    assertEquals("you & ü", out.toString(StandardCharsets.UTF_8));
    assertEquals("in", errors.toString(StandardCharsets.UTF_8));
  }

  @Test
  void bringsBackEveryByte() throws Exception {
    var bytes = new byte[LARGE];
    new Random(1).nextBytes(bytes);
    in = new ByteArrayInputStream(bytes);
    Handler echo =
        (_, streams) -> {
          streams.in().transferTo(streams.out());
          return 0;
        };
    assertEquals(Optional.of(0), ask(echo, Map.of()));
    assertArrayEquals(bytes, out.toByteArray());
  }

  @Test
  void takesNoInputThatNobodyReads() throws Exception {
    in = new ByteArrayInputStream(new byte[10]);
    assertEquals(Optional.of(0), ask((_, _) -> 0, Map.of()));
    assertEquals(10, in.available());
  }

  @Test
  void inputThatCannotBeReadEnds() throws Exception {
    in = new FileInputStream("/dev/null");
    in.close();
    Handler reading = (_, streams) -> streams.in().readAllBytes().length;
    assertEquals(Optional.of(0), ask(reading, Map.of()));
    assertEquals(
        "corral: standard input: Stream Closed\n", errors.toString(StandardCharsets.UTF_8));
  }

  @Test
  void tellsWhyARequestIsNotServed() throws Exception {
    Handler refusing =
        (_, _) -> {
          throw new IOException("not today");
        };
    assertEquals(Optional.of(2), ask(refusing, Map.of()));
    assertEquals("corral: not today\n", errors.toString(StandardCharsets.UTF_8));
  }

  @Test
  void interruptsWhatTheClientInterrupts() throws Exception {
    var begun = new CountDownLatch(1);
    Handler sleeping =
        (_, streams) -> {
          begun.countDown();
          try {
            new CountDownLatch(1).await();
            return 0;
          } catch (InterruptedException _) {
            streams.out().write('!');
            return 130;
          }
        };
    try (var _ = new Server(endpoint(), sleeping);
        var client = Client.connect(endpoint()).orElseThrow()) {
      var status = CompletableFuture.supplyAsync(() -> run(client));
      begun.await();
      client.interrupt();
      assertEquals(Optional.of(130), status.join());
      assertEquals("!", out.toString(StandardCharsets.UTF_8));
    }
  }

  @Test
  void interruptsAlsoWhatIsNoCommandYet() throws Exception {
    var begun = new CountDownLatch(1);
    Handler waiting =
        (_, _) -> {
          begun.countDown();
          new CountDownLatch(1).await();
          return 0;
        };
    try (var _ = new Server(endpoint(), waiting);
        var client = Client.connect(endpoint()).orElseThrow()) {
      var status = CompletableFuture.supplyAsync(() -> run(client));
      begun.await();
      client.interrupt();
      assertEquals(Optional.of(130), status.join());
      assertEquals("", errors.toString(StandardCharsets.UTF_8));
    }
  }

  @Test
  void isAskedForNothingThatWasInterruptedBefore() throws Exception {
    var served = new AtomicBoolean();
    Handler handler = (_, _) -> served.compareAndSet(false, true) ? 0 : 1;
    try (var server = new Server(endpoint(), handler);
        var client = Client.connect(endpoint()).orElseThrow()) {
      client.interrupt();
      assertEquals(Optional.of(130), run(client));
      server.end("over");
    }
    assertFalse(served.get());
  }

  @Test
  void interruptsWhenTheClientHasGone() throws Exception {
    var begun = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    Handler endless =
        (_, streams) -> {
          begun.countDown();
          try {
            while (true) {
              streams.out().write(new byte[1000]);
            }
          } finally {
            interrupted.countDown();
          }
        };
    try (var _ = new Server(endpoint(), endless)) {
      var client = Client.connect(endpoint()).orElseThrow();
      var status = CompletableFuture.supplyAsync(() -> run(client));
      begun.await();
      client.close();
      assertEquals(Optional.empty(), status.exceptionally(_ -> Optional.empty()).join());
      interrupted.await();
    }
  }

  @Test
  void endsWhatRunsAndSaysWhy() throws Exception {
    var begun = new CountDownLatch(1);
    Handler waiting =
        (_, _) -> {
          begun.countDown();
          new CountDownLatch(1).await();
          return 0;
        };
    try (var server = new Server(endpoint(), waiting);
        var client = Client.connect(endpoint()).orElseThrow()) {
      var status = CompletableFuture.supplyAsync(() -> run(client));
      begun.await();
      server.end("that is all");
      assertEquals(Optional.of(1), status.join());
      assertEquals("corral: that is all\n", errors.toString(StandardCharsets.UTF_8));
      assertEquals(Optional.empty(), Client.connect(endpoint()));
    }
  }

  @Test
  void isForItsOwnerAlone() throws Exception {
    try (var _ = new Server(endpoint(), (_, _) -> 0)) {
      assertEquals(
          PosixFilePermissions.fromString("rw-------"),
          Files.getPosixFilePermissions(endpoint().socket()));
    }
  }

  @Test
  void takesThePlaceOfOneThatWasKilled() throws Exception {
    try (var left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      left.bind(UnixDomainSocketAddress.of(endpoint().socket()));
    }
    assertEquals(Optional.empty(), Client.connect(endpoint()));
    assertEquals(Optional.of(0), ask((_, _) -> 0, Map.of()));
  }

  @Test
  void refusesAnotherVersion() throws Exception {
    try (var other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      other.bind(UnixDomainSocketAddress.of(endpoint().socket()));
      var greeted =
          CompletableFuture.runAsync(
              () -> {
                try (var client = other.accept()) {
                  var name = "corral".getBytes(StandardCharsets.US_ASCII);
                  client.write(ByteBuffer.allocate(10).put(name).putInt(99).flip());
                  client.read(ByteBuffer.allocate(10));
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      var refusal = assertThrows(ProtocolException.class, () -> Client.connect(endpoint()));
      assertEquals(
          "versions differ: protocol 1 here, 99 there; stop the daemon and start it again",
          refusal.getMessage());
      greeted.join();
    }
  }

  @Test
  void saysThatAPathIsTooLong() {
    var endpoint = new Endpoint(directory.resolve("x".repeat(200)));
    assertThrows(FileSystemException.class, () -> new Server(endpoint, (_, _) -> 0));
  }

  private Endpoint endpoint() {
    return new Endpoint(directory);
  }

  private Optional<Integer> ask(Handler handler, Map<String, String> properties) throws Exception {
    try (var server = new Server(endpoint(), handler);
        var client = Client.connect(endpoint()).orElseThrow()) {
      var status = client.run(new Request(Verb.EXEC, properties), new Streams(in, out, errors));
      server.end("over");
      return status;
    }
  }

  private Optional<Integer> run(Client client) {
    try {
      return client.run(new Request(Verb.EXEC, Map.of()), new Streams(in, out, errors));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
