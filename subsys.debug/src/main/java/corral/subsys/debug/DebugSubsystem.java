package corral.subsys.debug;

import static java.util.stream.Collectors.joining;

import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.ContainerSubsystem;
import corral.framework.api.ControlFile;
import corral.framework.api.Errno;
import corral.framework.api.Task;
import corral.framework.api.TaskGroup;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/**
 * Shows what the framework knows of its containers, for people who look for a fault ({@code
 * debug_subsys} of V11). It keeps nothing and needs nothing of the host.
 */
@Component(service = ContainerSubsystem.class)
public final class DebugSubsystem implements ContainerSubsystem<Debugged> {
  @Override
  public String name() {
    return "debug";
  }

  @Override
  public Debugged create(Container container, @Nullable Debugged parent) {
    return new Debugged(container);
  }

  /** There is nothing outside the state. */
  @Override
  public void destroy(Debugged css) {}

  @Override
  public List<ControlFile<Debugged>> files() {
    return List.of(
        ControlFile.<Debugged>named("container_refcount")
            .readsNumber(css -> css.container().references()),
        ControlFile.<Debugged>named("taskcount").readsNumber(css -> css.container().taskCount()),
        ControlFile.<Debugged>named("current_css_group")
            .readsFor((_, task) -> groupOf(task).id() + "\n"),
        ControlFile.<Debugged>named("current_css_group_refcount")
            .readsFor((_, task) -> groupOf(task).tasks() + "\n"),
        ControlFile.<Debugged>named("css_groups").reads(DebugSubsystem::groups),
        ControlFile.<Debugged>named("releasable")
            .readsNumber(css -> css.container().isReleasable() ? 1 : 0));
  }

  @Override
  public List<ControlFile<Debugged>> taskFiles() {
    return List.of(
        ControlFile.<Debugged>named("css_group").readsFor((_, task) -> line(groupOf(task))));
  }

  private static TaskGroup groupOf(@Nullable Task task) throws ContainerException {
    if (task == null) {
      throw new ContainerException(Errno.ESRCH, "the reader is no task that is known");
    }
    return task.taskGroup();
  }

  private static String groups(Debugged css) {
    return css.container().taskGroups().stream()
        .sorted(Comparator.comparingLong(TaskGroup::id))
        .map(DebugSubsystem::line)
        .collect(joining());
  }

  private static String line(TaskGroup group) {
    return group.id() + " " + group.tasks() + "\n";
  }
}
