package corral.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertThrows;

import corral.figures.FiguresComponent;
import corral.framework.api.ContainerException;
import corral.framework.api.event.ContainerListener;
import corral.framework.api.stats.StatisticsListener;
import corral.framework.engine.Engine;
import corral.shell.command.Command;
import corral.shell.host.CurrentHost;
import corral.shell.host.Launches;
import corral.shell.host.MountsOnHost;
import corral.shell.stats.CurrentStatistics;
import corral.shell.table.ListingConverter;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.CommandProxy;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.apache.felix.service.command.Function;
import org.apache.felix.service.command.Process;
import org.jspecify.annotations.Nullable;

/** A Gogo session with Corral's commands, the engine behind them, and a fake machine below. */
final class TestShell implements AutoCloseable {
  final Engine engine = new Engine();
  final FakeHost host = new FakeHost();
  final Launches launches = new Launches();
  final CurrentStatistics statistics = new CurrentStatistics();
  final CommandSession session;

  /** The first command that listens to events, when it has begun to. */
  final CompletableFuture<ContainerListener> listening = new CompletableFuture<>();

  /** Somebody who waits for something to happen to containers. */
  record Following(StatisticsListener listener, Map<String, ?> properties) {}

  /** The first command that follows statistics, when it has begun to. */
  final CompletableFuture<Following> following = new CompletableFuture<>();

  /** Released when it has ceased to. */
  final Semaphore deaf = new Semaphore(0);

  final Top top = new Top(engine, new FiguresComponent(engine));

  private final CommandProcessorImpl processor;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  TestShell() throws ContainerException {
    engine.start();
    host.tell(engine.open(host, host.tasks().values()));
    var currentHost = new CurrentHost();
    currentHost.bind(host);
    processor = new CommandProcessorImpl(null);
    processor.addConverter(new ListingConverter());
    List.of(
            new Agents(engine),
            new Attach(engine),
            new Chmod(engine),
            new Chown(engine, currentHost),
            new ContainerStats(engine, statistics, this::listen),
            new Events(engine, this::listen),
            new Kill(launches),
            new Mkdir(engine),
            new Mount(engine, new MountsOnHost()),
            new Mv(engine),
            new Proc(engine),
            new Ps(engine, currentHost),
            new Rmdir(engine),
            new Run(engine, currentHost, launches),
            new Subsys(engine),
            top,
            new Tree(engine, currentHost),
            new Umount(engine),
            new Wait(launches))
        .forEach(this::add);
    processor.addCommand("test", (Function) (_, _) -> firstLine(), "first");
    processor.addCommand("test", (Function) (_, _) -> copy(), "copy");
    session = processor.createSession(InputStream.nullInputStream(), out, out);
    session.currentDir(Path.of("/"));
    session.put("COLUMNS", "80");
  }

  private Runnable listen(ContainerListener listener) {
    engine.addListener(listener, Map.of());
    listening.complete(listener);
    return () -> {
      engine.removeListener(listener);
      deaf.release();
    };
  }

  private Runnable listen(StatisticsListener listener, Map<String, ?> properties) {
    following.complete(new Following(listener, properties));
    return deaf::release;
  }

  private void add(Command command) {
    var name = command.manual().name();
    processor.addCommand("corral", new CommandProxy(command, name), name);
  }

  /** Hands on what is piped into it. */
  private static @Nullable Object copy() throws IOException {
    var process = Process.Utils.current();
    process.in().transferTo(process.out());
    return null;
  }

  /** Reads no more than a line of what is piped into it. */
  private static String firstLine() throws IOException {
    var in = new BufferedReader(new InputStreamReader(Process.Utils.current().in(), UTF_8));
    return String.valueOf(in.readLine());
  }

  /** What a person sees when typing this, from the end of the last line on. */
  String type(String line) throws Exception {
    var value = session.execute(line);
    var shown = out.toString(UTF_8);
    out.reset();
    return shown + (value == null ? "" : session.format(value, Converter.INSPECT));
  }

  /** What a file says. */
  String look(String path) {
    try {
      return engine.read(path, host.self());
    } catch (ContainerException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** What a person is told to be wrong when typing this. */
  @Nullable String refusal(String line) {
    return assertThrows(Exception.class, () -> session.execute(line)).getMessage();
  }

  @Override
  public void close() {
    launches.end();
    session.close();
    processor.stop();
    engine.close();
  }
}
