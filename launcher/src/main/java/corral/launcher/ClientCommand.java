package corral.launcher;

import corral.launcher.link.Client;
import corral.launcher.link.Client.OutputException;
import corral.launcher.link.Endpoint;
import corral.launcher.link.Request;
import corral.launcher.link.Request.Verb;
import corral.launcher.link.Streams;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Optional;

/** Asks the daemon for something, as {@code corral exec}, {@code status} and {@code stop} do. */
final class ClientCommand {
  private static final int FAILED = 1;
  private static final int NOT_ASKED = 2;

  /** What the Linux Standard Base has {@code status} answer when nothing runs. */
  private static final int NOT_RUNNING = 3;

  /** And when it cannot be found out. */
  private static final int UNKNOWN = 4;

  /** The status of a program that a closed pipe has ended. */
  private static final int UNHEARD = 128 + 13;

  /** How long a daemon has to put everything back. */
  private static final Duration STOPPING = Duration.ofSeconds(60);

  private static final Duration TELLING = Duration.ofSeconds(30);

  private final Verb verb;
  private final Options options;
  private final Places places;
  private final Streams streams =
      new Streams(
          new FileInputStream(FileDescriptor.in),
          new FileOutputStream(FileDescriptor.out),
          new FileOutputStream(FileDescriptor.err));

  ClientCommand(Verb verb, Options options) {
    this.verb = verb;
    this.options = options;
    this.places = Places.of(System.getProperties(), options);
  }

  /** Does it, and answers with the exit status. */
  int run() {
    try {
      var request = request();
      try (var client = Client.connect(new Endpoint(places.daemon())).orElse(null)) {
        return client == null ? nobodyRuns() : ask(client, request);
      }
    } catch (OutputException e) {
      if (e.isClosedPipe()) {
        return UNHEARD;
      }
      Main.complain(Complaint.of(e));
      return FAILED;
    } catch (IOException e) {
      Main.complain(Complaint.of(e));
      return verb == Verb.STATUS ? UNKNOWN : NOT_ASKED;
    }
  }

  private Request request() throws IOException {
    var properties = new HashMap<String, String>();
    if (verb == Verb.EXEC) {
      properties.putAll(Program.of(options).orElseThrow().properties());
    }
    properties.put("corral.directory", System.getProperty("user.dir"));
    Optional.ofNullable(System.getenv("COLUMNS"))
        .ifPresent(columns -> properties.put("corral.columns", columns));
    return new Request(verb, properties);
  }

  private int ask(Client client, Request request) throws IOException {
    var status =
        switch (verb) {
          case EXEC -> exec(client, request);
          case STATUS -> client.run(request, streams, TELLING);
          case STOP -> client.run(request, streams, STOPPING);
        };
    if (status.isEmpty()) {
      Main.complain("the daemon has gone before it was done");
    }
    return status.orElse(FAILED);
  }

  /** A signal is for the command: what it still has to say, and its end, come first. */
  private Optional<Integer> exec(Client client, Request request) throws IOException {
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(client::interrupt, "Corral interrupts"));
    } catch (IllegalStateException _) {
      client.interrupt(); // The signal was quicker.
    }
    return client.run(request, streams);
  }

  private int nobodyRuns() {
    var text = "no daemon runs in " + places.state();
    if (verb == Verb.EXEC) {
      Main.complain(text + "; corral daemon starts one");
      return NOT_ASKED;
    }
    LogFile.OUT.println(text);
    return verb == Verb.STATUS ? NOT_RUNNING : 0;
  }
}
