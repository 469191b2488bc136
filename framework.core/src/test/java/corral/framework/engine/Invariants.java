package corral.framework.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.SubsystemState;
import corral.framework.api.Task;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What always holds in an engine in which nothing is going on, whatever was done to it: its tables
 * agree with each other, and with what the subsystems were told.
 */
final class Invariants {
  private final Core core;
  private final Book book;

  Invariants(World world) {
    this.core = world.core;
    this.book = world.book;
  }

  void check() {
    var tasks = new ArrayList<TaskEntry>();
    core.tasks.forEach(tasks::add);
    checkGroups(tasks);
    var groups = new HashSet<>(core.groups.all());
    for (var hierarchy : core.hierarchies()) {
      checkHierarchy(hierarchy, tasks.size(), groups);
    }
    for (var task : tasks) {
      checkTask(task);
    }
    for (var subsystem : core.subsystems()) {
      checkWhatWasTold(subsystem, tasks);
    }
    assertEquals(List.of(), book.complaints, "complaints of subsystems");
  }

  private void checkGroups(List<TaskEntry> tasks) {
    var groups = core.groups.all();
    assertEquals(core.groups.size(), groups.size(), "size of the group table");
    assertTrue(groups.contains(core.rootGroup), "the root group is in the table");
    var memberships = new HashSet<List<ContainerNode>>();
    int members = 0;
    for (var group : groups) {
      checkGroup(group);
      var containers =
          core.hierarchies().stream().map(h -> group.containerOrNull(h.index())).toList();
      assertTrue(memberships.add(containers), "two groups for " + containers);
      members += group.members.count();
    }
    assertEquals(tasks.size(), members, "tasks in groups");
    // A sweep leaves as many empty ones as there are others, and 64.
    assertTrue(groups.size() <= 2 * (tasks.size() + 1) + 129, "groups are thrown away");
  }

  private void checkGroup(CssGroup group) {
    assertEquals(core.subsystems(), group.subsystems, "the subsystems of a group");
    for (int h = 0; h < group.width(); h++) {
      var container = group.containerOrNull(h);
      if (container != null) {
        assertTrue(core.hierarchies().contains(container.hierarchy()), "a hierarchy that is gone");
        assertFalse(container.isRemoved(), "a group of a container that is gone");
        assertTrue(List.of(container.groups()).contains(group), "a container knows its groups");
      }
    }
    for (var subsystem : core.subsystems()) {
      var container = group.containerOrNull(subsystem.hierarchy().index());
      assertNotNull(container, "a group covers every hierarchy");
      assertSame(container.state(subsystem), group.state(subsystem), "the states of a group");
    }
    if (group.members.isEmpty()) {
      assertTrue(group.members.close(), "a group in the table is open");
      group.members.reopen();
    }
    group.members.forEach(task -> assertSame(group, task.group, task + " is in its group"));
    checkSums(group);
  }

  /** What a group's members do adds up to its sums; who was never seen is in none. */
  private static void checkSums(CssGroup group) {
    var expected = new StateSums();
    group.members.forEach(task -> expected.add(task.seen));
    assertEquals(expected.page(), group.sums.page(), "what the members of a group do");
  }

  private void checkHierarchy(HierarchyRoot hierarchy, int tasks, Set<CssGroup> groups) {
    int listed = 0;
    for (var container : hierarchy.rootNode().subtree().toList()) {
      checkStates(container);
      var members = container.tasks();
      assertEquals(members.size(), container.taskCount(), "tasks listed and counted " + container);
      for (var task : members) {
        assertSame(container, task.container(hierarchy), task + " is where it is listed");
      }
      for (var group : container.groups()) {
        assertTrue(groups.contains(group), "a group that is gone in " + container);
      }
      listed += members.size();
    }
    assertEquals(tasks, listed, "each task is in one container of " + hierarchy.id());
  }

  private void checkStates(ContainerNode container) {
    var bound = container.hierarchy().bound();
    for (int id = 0; id < core.limits.subsystems(); id++) {
      int wanted = id;
      boolean there = bound.stream().anyMatch(subsystem -> subsystem.id() == wanted);
      var css = container.state(id);
      if (there) {
        checkState(container, Objects.requireNonNull(css, "a state is missing"));
      } else {
        assertNull(css, "the state of a subsystem that is gone in " + container);
      }
    }
  }

  private static void checkState(ContainerNode container, SubsystemState css) {
    assertSame(container, css.container(), "a state and its container");
    assertFalse(css.isClosed(), "a state in use is open");
    assertFalse(((FaultySubsystem.State) css).destroyed, "a state in use was destroyed");
  }

  private void checkTask(TaskEntry task) {
    assertFalse(task.isExiting(), task + " is ending");
    for (var subsystem : core.subsystems()) {
      var container = (ContainerNode) task.container(subsystem.hierarchy());
      assertSame(container.state(subsystem), task.state(subsystem.id()), "task, group and state");
    }
  }

  private static void checkWhatWasTold(Registration registration, List<TaskEntry> tasks) {
    var subsystem = (FaultySubsystem) (Object) registration.subsystem();
    subsystem.checkQuiet();
    assertEquals(
        registration.hierarchy().rootNode().subtree().count(),
        subsystem.states(),
        subsystem + " has a state for each container and no other");
    assertEquals(registration.id(), subsystem.id(), "the number that it was told");
    assertEquals(new HashSet<Task>(tasks), subsystem.where.keySet(), subsystem + " knows of");
    for (var task : tasks) {
      assertSame(
          task.state(registration.id()), subsystem.where.get(task), subsystem + " on " + task);
    }
    var told = subsystem.hierarchy();
    assertSame(
        registration.hierarchy(),
        told == null ? registration.hierarchy() : told,
        subsystem + " was told where it is bound");
  }
}
