package corral.testkit;

import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.ContainerSubsystem;
import corral.framework.api.ControlFile;
import corral.framework.api.Errno;
import corral.framework.api.SubsystemState;
import corral.framework.api.Task;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Counts forks and exits; of a version, so that an older one cannot read what a newer one saved.
 */
final class Counting implements ContainerSubsystem<Counting.State> {
  /** What it counts. */
  static final class State extends SubsystemState {
    private final AtomicLong forks = new AtomicLong();
    private final AtomicLong exits = new AtomicLong();

    State(Container container) {
      super(container);
    }
  }

  private final int version;

  Counting(int version) {
    this.version = version;
  }

  @Override
  public String name() {
    return "counting";
  }

  @Override
  public State create(Container container, @Nullable State parent) {
    return new State(container);
  }

  @Override
  public void destroy(State css) {}

  @Override
  public void fork(State css, Task task) {
    css.forks.incrementAndGet();
  }

  @Override
  public void adopt(State css, Task task) {}

  @Override
  public void exit(State css, Task task) {
    css.exits.incrementAndGet();
  }

  @Override
  public List<ControlFile<State>> files() {
    return List.of(
        ControlFile.<State>named("forks").readsNumber(css -> css.forks.get()),
        ControlFile.<State>named("exits").readsNumber(css -> css.exits.get()));
  }

  @Override
  public Map<String, String> save(State css) {
    return Map.of("version", Integer.toString(version), "forks", css.forks.toString());
  }

  @Override
  public void restore(State css, Map<String, String> saved) throws ContainerException {
    if (ControlFile.parseNumber(saved.getOrDefault("version", "")) > version) {
      throw new ContainerException(Errno.EINVAL, "saved by a newer version");
    }
    css.forks.set(ControlFile.parseNumber(saved.getOrDefault("forks", "")));
  }
}
