package corral.itest.kernel;

import corral.framework.api.Container;
import corral.framework.api.ContainerSubsystem;
import corral.framework.api.SubsystemState;
import corral.framework.api.Task;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A subsystem that is bound nowhere and sees each fork. */
final class Witness implements ContainerSubsystem<Witness.Nothing> {
  /** It keeps nothing. */
  static final class Nothing extends SubsystemState {
    Nothing(Container container) {
      super(container);
    }
  }

  private final Map<Integer, CompletableFuture<Task>> forks = new ConcurrentHashMap<>();

  @Override
  public String name() {
    return "witness";
  }

  @Override
  public Nothing create(Container container, @Nullable Nothing parent) {
    return new Nothing(container);
  }

  @Override
  public void destroy(Nothing css) {}

  @Override
  public void fork(Nothing css, Task task) {
    fork(task.pid()).complete(task);
  }

  /** Completed when the fork of this process is told. */
  CompletableFuture<Task> fork(int pid) {
    return forks.computeIfAbsent(pid, _ -> new CompletableFuture<>());
  }
}
