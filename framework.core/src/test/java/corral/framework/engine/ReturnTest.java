package corral.framework.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.TaskGroup;
import corral.framework.api.admin.SubsystemReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Subsystems that go and come back, as the same version or as another. */
class ReturnTest extends DiaryTest {
  @Test
  void oneThatReturnsIsToldWhatItMissed() throws ContainerException {
    engine.bind("diary", "/jobs", ROOT);
    engine.attach(3, "/jobs/a", ROOT);
    engine.removeSubsystem(diary);
    fork(2, 4);
    fork(2, 5);
    end(3);
    end(4);
    diary.tellAll();
    engine.addSubsystem(diary);
    var told = diary.tellAll();
    assertEquals(
        List.of(
            "create 0:/",
            "create 1:/",
            "restore /",
            "create 1:/a",
            "restore /a",
            "create 1:/a/b",
            "restore /a/b"),
        told.subList(0, 7));
    assertEquals(
        Set.of(
            "adopt 1 1:/",
            "adopt 2 1:/a/b",
            "fork 5 1:/a/b",
            "destroy 0:/",
            "missed 3 1:/a",
            "missed 4 1:/a/b"),
        Set.copyOf(told.subList(7, told.size())));
    assertEquals(13, told.size());
    end(5);
    engine.removeSubsystem(diary);
    diary.tellAll();
    engine.addSubsystem(diary);
    assertEquals(List.of(), diary.tellAll().stream().filter(l -> l.startsWith("missed")).toList());
  }

  @Test
  void whatANewerVersionCannotReadIsKeptForTheNext() throws ContainerException {
    engine.bind("diary", "/jobs", ROOT);
    engine.removeSubsystem(diary);
    end(2);
    var newer = new Diary();
    newer.refuses.add("restore /a");
    engine.addSubsystem(newer);
    var report = engine.subsystems().getFirst();
    assertEquals(SubsystemReport.State.REFUSED, report.state());
    assertEquals(
        "it cannot return to its place: Operation not permitted (EPERM): the test wants it so",
        report.reason());
    assertEquals("diary,name=jobs", engine.mounts().getFirst().options());
    engine.removeSubsystem(newer);
    diary.tellAll();
    engine.addSubsystem(diary);
    var told = diary.tellAll();
    assertTrue(
        told.containsAll(List.of("restore /", "restore /a", "restore /a/b", "missed 2 1:/a/b")));
    assertEquals(SubsystemReport.State.BOUND, engine.subsystems().getFirst().state());
  }

  @Test
  void oneThatWasRefusedCanBeBoundAgainByHand() throws ContainerException {
    engine.bind("diary", "/jobs", ROOT);
    engine.removeSubsystem(diary);
    engine.makeContainer("/jobs/diary.file", ROOT);
    engine.addSubsystem(diary);
    assertEquals(SubsystemReport.State.REFUSED, engine.subsystems().getFirst().state());
    engine.removeContainer("/jobs/diary.file", ROOT);
    engine.bind("diary", "/jobs", ROOT);
    assertEquals(SubsystemReport.State.BOUND, engine.subsystems().getFirst().state());
    assertTrue(diary.tellAll().containsAll(List.of("restore /", "restore /a", "restore /a/b")));
  }

  @Test
  void aHierarchyNeedNotWaitForEver() throws ContainerException {
    engine.bind("diary", "/jobs", ROOT);
    engine.removeSubsystem(diary);
    engine.unbind("diary", ROOT);
    assertEquals("name=jobs", engine.mounts().getFirst().options());
    assertRefused(Errno.ENOENT, () -> engine.unbind("diary", ROOT));
    diary.tellAll();
    engine.addSubsystem(diary);
    var told = diary.tellAll();
    assertEquals("create 0:/", told.getFirst());
    assertEquals(
        Set.of("adopt 1 0:/", "adopt 2 0:/", "adopt 3 0:/"),
        Set.copyOf(told.subList(1, told.size())));
  }

  @Test
  void whatEndsDuringTheStayOfARefusedVersionIsToldToTheNext() throws ContainerException {
    engine.bind("diary", "/jobs", ROOT);
    engine.removeSubsystem(diary);
    var newer = refusing("restore /");
    engine.addSubsystem(newer);
    end(2);
    engine.removeSubsystem(newer);
    end(3);
    diary.tellAll();
    engine.addSubsystem(diary);
    assertEquals(Set.of("missed 2 1:/a/b", "missed 3 1:/"), Set.copyOf(missed(diary)));
  }

  @Test
  void oneThatIsBoundByHandIsToldWhatEndedDuringItsStay() throws ContainerException {
    engine.bind("diary", "/jobs", ROOT);
    engine.removeSubsystem(diary);
    diary.refuses.add("restore /");
    engine.addSubsystem(diary);
    end(2);
    diary.refuses.clear();
    engine.bind("diary", "/jobs", ROOT);
    assertEquals(List.of("missed 2 1:/a/b"), missed(diary));
  }

  @Test
  void whatOneCouldNotReadItDoesNotReplace() throws ContainerException {
    engine.removeSubsystem(diary);
    var newer = refusing("restore /");
    newer.edition = "!";
    engine.addSubsystem(newer);
    assertEquals(SubsystemReport.State.REFUSED, engine.subsystems().getFirst().state());
    engine.removeSubsystem(newer);
    diary.tellAll();
    engine.addSubsystem(diary);
    assertEquals("restore /", restored(diary).getFirst());
  }

  @Test
  void oneThatIsBoundHasNoUseForWhatItOnceRefused() throws ContainerException {
    engine.removeSubsystem(diary);
    var newer = refusing("restore /");
    engine.addSubsystem(newer);
    engine.bind("diary", "/jobs", ROOT);
    engine.removeSubsystem(newer);
    engine.unbind("diary", ROOT);
    diary.tellAll();
    engine.addSubsystem(diary);
    assertEquals(List.of(), restored(diary));
  }

  @Test
  void aContainerIsReleasedWhenItsHolderGoes() throws ContainerException {
    engine.bind("diary", "/jobs", ROOT);
    engine.cloneContainer(3, "diary", true, ROOT);
    assertTrue(state("/jobs/node_3").tryGet());
    end(3);
    engine.releaseNow();
    assertTrue(isThere("/jobs/node_3"));
    engine.removeSubsystem(diary);
    engine.releaseNow();
    assertFalse(isThere("/jobs/node_3"));
  }

  /** What it is told of as ended refers to nothing that has gone since. */
  @Test
  void anEndedTaskIsFoundInTheRootsOfToday() throws ContainerException {
    var groups = new ArrayList<TaskGroup>();
    diary.whenMissed = task -> groups.add(task.taskGroup());
    engine.bind("diary", "/jobs", ROOT);
    engine.removeSubsystem(diary);
    end(2);
    engine.mount("none,name=new", "/new", ROOT);
    engine.addSubsystem(diary);
    assertEquals(
        List.of(engine.task(1).orElseThrow().taskGroup().id()),
        groups.stream().map(TaskGroup::id).toList());
  }

  private static Diary refusing(String line) {
    var refusing = new Diary();
    refusing.refuses.add(line);
    return refusing;
  }

  private static List<String> missed(Diary diary) {
    return diary.tellAll().stream().filter(line -> line.startsWith("missed")).toList();
  }

  private static List<String> restored(Diary diary) {
    return diary.tellAll().stream().filter(line -> line.startsWith("restore")).toList();
  }

  private boolean isThere(String path) {
    try {
      engine.container(path);
      return true;
    } catch (ContainerException e) {
      assertEquals(Errno.ENOENT, e.errno());
      return false;
    }
  }
}
