package corral.front.metrics;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;

/** What SCR makes, opens and closes; it may forget what it has made and not yet opened. */
class MetricsFrontTest {
  private final int port = freePort();
  private final MetricsFront front =
      new MetricsFront(answering(BundleContext.class, Map.of()), new Samples(), config(port));

  MetricsFrontTest() throws IOException {}

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static MetricsConfig config(int port) {
    return answering(
        MetricsConfig.class, Map.of("port", port, "address", "127.0.0.1", "containers_max", 1));
  }

  /** Something of which nothing else is asked. */
  private static <T> T answering(Class<T> type, Map<String, ?> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, _) -> requireNonNull(answers.get(method.getName()), method.getName())));
  }

  private void connect() throws IOException {
    new Socket(InetAddress.getLoopbackAddress(), port).close();
  }

  @Test
  void hasNoPortUntilItIsOpened() throws IOException {
    assertThrows(ConnectException.class, this::connect);
    front.open();
    connect();
    front.close();
    assertThrows(ConnectException.class, this::connect);
  }

  @Test
  void canBeClosedWithoutHavingBeenOpened() {
    front.close();
    assertThrows(ConnectException.class, this::connect);
  }
}
