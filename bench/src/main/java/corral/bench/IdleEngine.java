package corral.bench;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import corral.framework.api.host.TaskStream;
import corral.framework.engine.Engine;
import corral.framework.engine.Limits;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An engine with idle subsystems in the hierarchies {@code /a} and {@code /b}, and one task that
 * has a container {@code x} in each for itself.
 */
final class IdleEngine {
  static final Caller ROOT = new Caller(0, 0, 0);
  static final int PIDS = 1 << 20;

  final Engine engine = new Engine(Limits.DEFAULT);
  final BusyHost host = new BusyHost(PIDS);
  final TaskStream stream;

  /** With so many subsystems in each of the two hierarchies; a hierarchy may have none. */
  IdleEngine(int inFirst, int inSecond) {
    try {
      stream = engine.open(host, host.live());
      mount("/a", inFirst);
      mount("/b", inSecond);
      for (var container : List.of("/a/x", "/b/x")) {
        engine.makeContainer(container, ROOT);
        engine.attach(BusyHost.INIT, container, ROOT);
      }
    } catch (ContainerException e) {
      throw new IllegalStateException(e);
    }
  }

  private void mount(String path, int subsystems) throws ContainerException {
    var name = path.substring(1);
    var names = IntStream.range(0, subsystems).mapToObj(number -> name + number).toList();
    names.forEach(each -> engine.addSubsystem(new Idle(each)));
    engine.mount(subsystems == 0 ? "none,name=" + name : String.join(",", names), path, ROOT);
  }

  /** Forks the processes with these pids into the containers {@code x}. */
  void fork(IntStream pids) {
    pids.forEach(
        pid -> {
          host.begin(pid);
          stream.fork(BusyHost.INIT, pid, pid);
        });
  }
}
