package corral.framework.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Subsystems that are bound to a hierarchy with containers and tasks, and unbound. */
class BindTest extends DiaryTest {
  @Test
  void bindingMakesStatesFromTheRootDownAndTellsOfEachTask() throws ContainerException {
    engine.bind("diary", "/jobs", ROOT);
    assertEquals(
        List.of("create 1:/a", "create 1:/a/b", "ask 2 1:/a/b", "attach 2 1:/a/b"),
        diary.tellAll());
    assertEquals("0\n", engine.read("/jobs/a/b/diary.file", ROOT));
    assertEquals("diary:/a/b\n", engine.read("/proc/2/container", ROOT));
    engine.bind("diary", "/jobs/a", ROOT);
    assertEquals(List.of(), diary.tellAll());
  }

  @Test
  void aRefusalUndoesTheWholeStep() throws ContainerException {
    engine.attach(3, "/jobs/a", ROOT);
    diary.refuses.add("ask 2 1:/a/b");
    assertRefused(Errno.EPERM, () -> engine.bind("diary", "/jobs", ROOT));
    assertEquals(
        List.of(
            "create 1:/a",
            "create 1:/a/b",
            "ask 3 1:/a",
            "cancel 3",
            "destroy 1:/a/b",
            "destroy 1:/a"),
        diary.tellAll());
    assertRefused(Errno.ENOENT, () -> engine.read("/jobs/a/diary.file", ROOT));
    assertEquals("name=jobs", engine.mounts().getFirst().options());
    diary.refuses.clear();
    engine.bind("diary", "/jobs", ROOT);
  }

  @Test
  void aSubsystemIsInOneHierarchyOnly() throws ContainerException {
    engine.mount("diary", "/other", ROOT);
    assertRefused(Errno.EBUSY, () -> engine.bind("diary", "/jobs", ROOT));
    engine.removeSubsystem(diary);
    diary.refuses.add("restore /");
    engine.addSubsystem(diary);
    assertRefused(Errno.EBUSY, () -> engine.bind("diary", "/jobs", ROOT));
  }

  @Test
  void aContainerCannotHaveTheNameOfAFile() throws ContainerException {
    engine.makeContainer("/jobs/a/diary.file", ROOT);
    assertRefused(Errno.EEXIST, () -> engine.bind("diary", "/jobs", ROOT));
    assertEquals(List.of(), diary.tellAll());
  }

  @Test
  void unbindingTakesEachTaskToTheRootAndTheStatesAway() throws ContainerException {
    engine.bind("diary", "/jobs", ROOT);
    var file = engine.open("/jobs/diary.file", ROOT);
    diary.tellAll();
    engine.unbind("diary", ROOT);
    assertEquals(List.of("attach 2 0:/", "destroy 1:/a/b", "destroy 1:/a"), diary.tellAll());
    assertRefused(Errno.ENODEV, file::read);
    assertRefused(Errno.ENOENT, () -> engine.read("/jobs/diary.file", ROOT));
    assertEquals("2\n", engine.read("/jobs/a/b/tasks", ROOT));
    assertRefused(Errno.EINVAL, () -> engine.unbind("diary", ROOT));
    engine.mount("diary", "/other", ROOT);
  }

  @Test
  void aStateThatIsHeldKeepsItFromBeingUnbound() throws ContainerException {
    engine.bind("diary", "/jobs", ROOT);
    diary.tellAll();
    var held = state("/jobs/a");
    var free = state("/jobs/a/b");
    assertTrue(held.tryGet());
    assertRefused(Errno.EBUSY, () -> engine.unbind("diary", ROOT));
    assertEquals(List.of(), diary.tellAll());
    assertTrue(free.tryGet());
    free.put();
    held.put();
    engine.unbind("diary", ROOT);
    assertFalse(free.tryGet());
    assertFalse(held.tryGet());
  }

  @Test
  void aHierarchyThatNoMountCouldFindStaysMounted() throws ContainerException {
    engine.mount("diary", "/d", ROOT);
    engine.makeContainer("/d/a", ROOT);
    engine.unbind("diary", ROOT);
    assertRefused(Errno.EBUSY, () -> engine.unmount("/d", ROOT));
    engine.removeContainer("/d/a", ROOT);
    engine.unmount("/d", ROOT);
  }

  @Test
  void aSubsystemIsAllByWhichAHierarchyWithoutAMountIsFound() throws ContainerException {
    engine.mount("diary", "/d", ROOT);
    engine.makeContainer("/d/a", ROOT);
    engine.unmount("/d", ROOT);
    assertRefused(Errno.EBUSY, () -> engine.unbind("diary", ROOT));
    engine.removeSubsystem(diary);
    assertRefused(Errno.EBUSY, () -> engine.unbind("diary", ROOT));
    engine.addSubsystem(diary);
    engine.mount("diary", "/d", ROOT);
    assertFalse(engine.container("/d/a").isRemoved());
    engine.unbind("diary", ROOT);
  }

  @Test
  void aNameMakesNoHierarchyWithoutNone() throws ContainerException {
    assertRefused(Errno.EINVAL, () -> engine.mount("name=other", "/other", ROOT));
    engine.mount("name=jobs", "/again", ROOT);
    assertEquals("2\n", engine.read("/again/a/b/tasks", ROOT));
  }

  @Test
  void whoEndsWhileItIsAskedForIsTakenBack() throws ContainerException {
    diary.whenAsked =
        task -> {
          end(task.pid());
          diary.lines.add("the host has told");
        };
    engine.bind("diary", "/jobs", ROOT);
    assertEquals(
        List.of(
            "create 1:/a",
            "create 1:/a/b",
            "ask 2 1:/a/b",
            "the host has told",
            "exit 2 0:/",
            "cancel 2"),
        diary.tellAll());
    assertEquals("", engine.read("/jobs/a/b/tasks", ROOT));
  }
}
