package corral.subsys.cpuset;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.IndexSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RulesTest {
  private static final Settings PARENT =
      settings("0-3", "0-1").with(Flag.CPU_EXCLUSIVE, true).with(Flag.MEM_EXCLUSIVE, true);

  private final Settings current = settings("0-2", "0-1");
  private final Rules.Surroundings withChild =
      new Rules.Surroundings(PARENT, Map.of(), Map.of("child", settings("1-2", "1")), false);
  private final Rules.Surroundings withTasks =
      new Rules.Surroundings(PARENT, Map.of(), Map.of(), true);

  @Test
  void eachChildMustStayWithinItsParentsCpus() {
    refused(Errno.EACCES, "CPU 4", current.withCpus(list("0-4")), alone());
  }

  @Test
  void eachChildMustStayWithinItsParentsMemoryNodes() {
    refused(Errno.EACCES, "memory nodes 2-3", current.withMems(list("0-3")), alone());
  }

  @Test
  void exclusiveOnlyUnderAnExclusiveParent() {
    for (var resource : Resource.values()) {
      var parent = PARENT.with(resource.exclusive(), false);
      refused(
          Errno.EACCES,
          resource.exclusive().file(),
          current.with(resource.exclusive(), true),
          new Rules.Surroundings(parent, Map.of(), Map.of(), false));
    }
  }

  @Test
  void theRootHasNoParentToStayWithin() {
    allowed(current, new Rules.Surroundings(null, Map.of(), Map.of(), true));
  }

  @Test
  void shrinkingCpusBelowWhatAChildHas() {
    refused(Errno.EBUSY, "'child' has CPU 2", current.withCpus(list("0-1")), withChild);
  }

  @Test
  void shrinkingMemsBelowWhatAChildHas() {
    refused(Errno.EBUSY, "'child' has memory node 1", current.withMems(list("0")), withChild);
  }

  @Test
  void shrinkingToExactlyWhatAChildHas() {
    allowed(settings("1-2", "1"), withChild);
  }

  @Test
  void noLongerExclusiveAboveAnExclusiveChild() {
    var child = settings("1", "1").with(Flag.CPU_EXCLUSIVE, true);
    refused(
        Errno.EBUSY,
        "'child' has cpu_exclusive",
        current,
        new Rules.Surroundings(PARENT, Map.of(), Map.of("child", child), false));
  }

  @Test
  void whatAChildHasIsSaidBeforeThatTheParentHasLess() {
    refused(Errno.EBUSY, "'child'", settings("4", "0-1"), withChild);
  }

  @Test
  void anExclusiveCpusetMayNotOverlapASibling() {
    refused(
        Errno.EINVAL,
        "CPU 2 would be shared with its sibling 'other' against cpu_exclusive",
        current.with(Flag.CPU_EXCLUSIVE, true),
        beside(settings("2-3", "")));
  }

  @Test
  void noCpusetMayOverlapAnExclusiveSibling() {
    refused(
        Errno.EINVAL,
        "memory node 1",
        current,
        beside(settings("", "1").with(Flag.MEM_EXCLUSIVE, true)));
  }

  @Test
  void onlyWhatIsExclusiveMayNotOverlap() {
    allowed(current.with(Flag.CPU_EXCLUSIVE, true), beside(settings("3", "0")));
  }

  @Test
  void exclusiveSiblingsThatShareNothing() {
    allowed(
        current.with(Flag.CPU_EXCLUSIVE, true).with(Flag.MEM_EXCLUSIVE, true),
        beside(settings("3", "").with(Flag.CPU_EXCLUSIVE, true)));
  }

  @Test
  void cpusMayNotBeEmptiedWhileTasksAreIn() {
    refused(Errno.ENOSPC, "cpus", current.withCpus(IndexSet.EMPTY), withTasks);
  }

  @Test
  void memsMayNotBeEmptiedWhileTasksAreIn() {
    refused(Errno.ENOSPC, "mems", current.withMems(IndexSet.EMPTY), withTasks);
  }

  @Test
  void withoutTasksBothMayBeEmptied() {
    allowed(settings("", ""), alone());
  }

  @Test
  void noTaskMayEnterWithEmptyCpusOrMems() {
    assertDoesNotThrow(() -> Rules.canHoldTasks(current, Scope.BOTH));
    for (var resource : Resource.values()) {
      var without = resource.in(current, IndexSet.EMPTY);
      var refusal =
          assertThrows(ContainerException.class, () -> Rules.canHoldTasks(without, Scope.BOTH));
      assertEquals(Errno.ENOSPC, refusal.errno());
    }
  }

  @Test
  void whatIsNotInScopeMayBeEmpty() {
    assertDoesNotThrow(() -> Rules.canHoldTasks(settings("1", ""), Scope.CPUS));
    assertDoesNotThrow(() -> Rules.canHoldTasks(settings("", "1"), Scope.MEMS));
  }

  private Rules.Surroundings alone() {
    return new Rules.Surroundings(PARENT, Map.of(), Map.of(), false);
  }

  private Rules.Surroundings beside(Settings sibling) {
    return new Rules.Surroundings(PARENT, Map.of("other", sibling), Map.of(), false);
  }

  private void allowed(Settings trial, Rules.Surroundings around) {
    assertDoesNotThrow(() -> Rules.validate(current, trial, around));
  }

  private void refused(Errno errno, String what, Settings trial, Rules.Surroundings around) {
    var refusal =
        assertThrows(ContainerException.class, () -> Rules.validate(current, trial, around));
    assertEquals(errno, refusal.errno());
    assertTrue(refusal.toString().contains(what), refusal::toString);
  }

  private static Settings settings(String cpus, String mems) {
    return Settings.NEW.withCpus(list(cpus)).withMems(list(mems));
  }

  private static IndexSet list(String text) {
    try {
      return IndexSet.parse(text, 8);
    } catch (ContainerException e) {
      throw new AssertionError(e);
    }
  }
}
