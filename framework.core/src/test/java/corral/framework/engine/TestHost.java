package corral.framework.engine;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.Host;
import corral.framework.api.host.Launch;
import corral.framework.api.host.TaskInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A host that knows the processes that a test gives it. */
class TestHost implements Host {
  final Map<Integer, TaskInfo> tasks = new ConcurrentHashMap<>();

  TestHost with(int pid, int parentPid, int uid) {
    tasks.put(pid, new TaskInfo(pid, parentPid, pid * 1_000_000_000L, uid, uid, false, "p" + pid));
    return this;
  }

  List<TaskInfo> live() {
    return List.copyOf(tasks.values());
  }

  @Override
  public String name() {
    return "test";
  }

  @Override
  public String status() {
    return "";
  }

  @Override
  public Caller self() {
    return new Caller(1, 0, 0);
  }

  @Override
  public Optional<TaskInfo> look(int pid) {
    return Optional.ofNullable(tasks.get(pid));
  }

  @Override
  public Map<String, Long> counters() {
    return Map.of();
  }

  @Override
  public Launch launch(LaunchRequest request) throws ContainerException {
    throw new ContainerException(Errno.EAGAIN);
  }
}
