package corral.launcher.link;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a client asks for. Immutable.
 *
 * @param verb what to do
 * @param properties with what
 */
public record Request(Verb verb, Map<String, String> properties) {
  /** What can be asked for. */
  public enum Verb {
    /** Run a program; the properties say which, as they say it to the framework. */
    EXEC,
    /** Tell how the daemon is. */
    STATUS,
    /** End the daemon; the status comes when everything has ended. */
    STOP
  }

  /** A request whose properties may be changed afterwards without changing it. */
  public Request {
    properties = Map.copyOf(properties);
  }

  byte[] encoded() {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      write(out, verb.name());
      for (var property : new TreeMap<>(properties).entrySet()) {
        write(out, property.getKey());
        write(out, property.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory can be written", e);
    }
    return bytes.toByteArray();
  }

  static Request decoded(byte[] bytes) throws IOException {
    var in = new DataInputStream(new ByteArrayInputStream(bytes));
    var verb = verb(read(in));
    var properties = new TreeMap<String, String>();
    while (in.available() > 0) {
      properties.put(read(in), read(in));
    }
    return new Request(verb, properties);
  }

  private static Verb verb(String name) throws ProtocolException {
    return Stream.of(Verb.values())
        .filter(verb -> verb.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new ProtocolException("no request is called " + name));
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String read(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new ProtocolException("a property of " + length + " bytes");
    }
    var bytes = in.readNBytes(length);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
