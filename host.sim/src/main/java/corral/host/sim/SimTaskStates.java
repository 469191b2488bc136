package corral.host.sim;

import corral.framework.api.ContainerException;
import corral.framework.api.StateCounts;
import corral.framework.api.Task;
import corral.framework.api.TaskState;
import corral.framework.api.host.TaskStates;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What the processes of a simulated machine do, each of which has one thread. Thread-safe. */
@Component(enabled = false)
public final class SimTaskStates implements TaskStates {
  private final SimMachine machine;

  /** The states of a machine's processes. */
  @Activate
  public SimTaskStates(@Reference SimMachine machine) {
    this.machine = machine;
  }

  @Override
  public Watch watch() {
    return new SimWatch();
  }

  @Override
  public boolean tellsBlocked() {
    return true;
  }

  @Override
  public String means() {
    return "the simulated machine is asked what each process does";
  }

  private final class SimWatch implements Watch {
    private Map<Task, TaskState> seen = new HashMap<>();

    @Override
    public Effort look(Collection<Task> tasks, Change change) {
      var now = new HashMap<Task, TaskState>();
      for (var task : tasks) {
        try {
          var state = machine.with(task.pid(), process -> process.state.asTaskState());
          now.put(task, state);
          if (seen.get(task) != state) {
            change.seen(task, StateCounts.one(state));
          }
        } catch (ContainerException gone) {
          // Then it does nothing any more.
        }
      }
      seen = now;
      return new Effort(tasks.size(), now.size());
    }

    @Override
    public void close() {
      seen = Map.of();
    }
  }
}
