package corral.testkit;

import corral.framework.api.Container;
import corral.framework.api.ContainerSubsystem;
import corral.framework.api.Hierarchy;
import corral.framework.api.SubsystemState;
import corral.framework.api.Task;
import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.admin.SubsystemReport;
import corral.host.sim.ProcessState;
import corral.host.sim.SimMachine;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What does not fit together, one line each, as far as the api shows it. */
record Consistency(
    ContainerAdmin admin, SimMachine machine, List<ContainerSubsystem<?>> subsystems) {

  List<String> complaints() {
    var complaints = new ArrayList<String>();
    compare("live processes and tasks", liveProcesses(), pids(admin.tasks()), complaints);
    for (var hierarchy : admin.hierarchies()) {
      var containers = containers(hierarchy).toList();
      var members = containers.stream().flatMap(c -> c.tasks().stream()).toList();
      compare(
          "tasks and members of " + name(hierarchy),
          pids(admin.tasks()),
          pids(members),
          complaints);
      for (var container : containers) {
        checkMembers(container, complaints);
        subsystems.forEach(subsystem -> checkState(subsystem, container, complaints));
      }
    }
    return complaints;
  }

  private static void checkMembers(Container container, List<String> complaints) {
    var tasks = container.tasks();
    compare("count of " + name(container), tasks.size(), container.taskCount(), complaints);
    for (var task : tasks) {
      compare(
          "container of " + task.pid(),
          name(container),
          name(task.container(container.hierarchy())),
          complaints);
    }
  }

  private void checkState(
      ContainerSubsystem<?> subsystem, Container container, List<String> complaints) {
    var report = report(subsystem);
    var css = state(container, subsystem);
    var what = subsystem.name() + " at " + name(container);
    compare(
        what + " bound", report.hierarchy() == container.hierarchy().id(), css != null, complaints);
    if (css != null) {
      compare("state of " + what, name(container), name(css.container()), complaints);
      for (var task : container.tasks()) {
        compare(what + ", state of " + task.pid(), css, task.state(report.id()), complaints);
      }
    }
  }

  /** References that would keep a container from being removed for ever. */
  List<String> heldReferences() {
    return admin.hierarchies().stream()
        .flatMap(Consistency::containers)
        .flatMap(container -> subsystems.stream().flatMap(s -> heldReferences(s, container)))
        .toList();
  }

  private static Stream<String> heldReferences(
      ContainerSubsystem<?> subsystem, Container container) {
    return Stream.ofNullable(state(container, subsystem))
        .filter(css -> css.references() > 0)
        .map(
            css ->
                "%s holds %d references to its state of %s"
                    .formatted(subsystem.name(), css.references(), name(container)));
  }

  /** Processes that run elsewhere than they would without Corral. */
  List<String> pinnedProcesses() {
    return machine.processes().stream()
        .filter(process -> !process.cpus().equals(process.unpinnedCpus()))
        .map(
            process ->
                "process %d is still pinned to %s".formatted(process.info().pid(), process.cpus()))
        .toList();
  }

  private List<Integer> liveProcesses() {
    return machine.processes().stream()
        .filter(process -> process.state() != ProcessState.ZOMBIE)
        .map(process -> process.info().pid())
        .toList();
  }

  private SubsystemReport report(ContainerSubsystem<?> subsystem) {
    return admin.subsystems().stream()
        .filter(report -> report.name().equals(subsystem.name()))
        .findFirst()
        .orElseThrow();
  }

  private static Stream<Container> containers(Hierarchy hierarchy) {
    return below(hierarchy.root());
  }

  private static Stream<Container> below(Container container) {
    return Stream.concat(
        Stream.of(container), container.children().stream().flatMap(Consistency::below));
  }

  private static <S extends SubsystemState> @Nullable SubsystemState state(
      Container container, ContainerSubsystem<S> subsystem) {
    return container.state(subsystem);
  }

  private static List<Integer> pids(List<Task> tasks) {
    return tasks.stream().map(Task::pid).sorted().toList();
  }

  private static String name(Hierarchy hierarchy) {
    return "hierarchy " + hierarchy.id();
  }

  private static String name(Container container) {
    return container.path() + " in " + name(container.hierarchy());
  }

  private static void compare(
      String what, @Nullable Object expected, @Nullable Object actual, List<String> complaints) {
    if (!Objects.equals(expected, actual)) {
      complaints.add(what + ": " + expected + " and " + actual);
    }
  }
}
