package corral.subsys.resgroup.numtasks;

import corral.framework.api.ContainerSubsystem.Enforcement;
import corral.framework.api.Task;
import java.util.List;

/** Holds nobody to anything, on a host that can neither refuse a fork nor stop a task. */
final class Books implements Restraint {
  @Override
  public void limit(TaskCount group) {}

  @Override
  public void place(TaskCount group, Task task) {}

  @Override
  public void came(TaskCount group, Task task) {}

  @Override
  public void forked(TaskCount group) {
    group
        .path()
        .filter(above -> above.usage() > above.limit())
        .forEach(above -> above.failures().add(1));
  }

  @Override
  public void moved(TaskCount from, TaskCount to, Task task) {}

  @Override
  public void ended(TaskCount group, Task task) {}

  @Override
  public long held(TaskCount group) {
    return group.usage();
  }

  @Override
  public void count(TaskCount group) {}

  @Override
  public void forget(TaskCount group) {}

  @Override
  public List<Enforcement> promises() {
    return List.of(
        new Enforcement(
            "max_shares",
            false,
            "only an attach beyond it is refused: the host can neither refuse forks nor stop"
                + " tasks"),
        new Enforcement(
            "forkrate", false, "kept only: the host can neither refuse forks nor stop tasks"));
  }

  @Override
  public void close() {}
}
