package corral.subsys.cpuset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.IndexSet;
import corral.framework.api.host.Machine;
import org.junit.jupiter.api.Test;

class ResourceTest {
  private final Machine machine =
      new FixedMachine(
          IndexSet.firstOf(8), IndexSet.of(0, 1, 2, 5), IndexSet.firstOf(4), IndexSet.of(0, 2));

  @Test
  void whatIsNotOnLineFallsAway() throws ContainerException {
    assertEquals("0-2,5", Resource.CPUS.parse("all", IndexSet.EMPTY, machine).toString());
    assertEquals("2", Resource.MEMS.parse("1-3", IndexSet.EMPTY, machine).toString());
    assertEquals("", Resource.CPUS.parse("", IndexSet.EMPTY, machine).toString());
  }

  @Test
  void whatWasThereBeforeStaysThough() throws ContainerException {
    var before = IndexSet.of(2, 3, 4);
    assertEquals("2-3,5", Resource.CPUS.parse("2-3,5-6", before, machine).toString());
  }

  @Test
  void noneOfThemOnLineIsRefused() {
    assertEquals(Errno.ENOSPC, refusal(Resource.CPUS, "6-7"));
    assertEquals(Errno.ENOSPC, refusal(Resource.MEMS, "N"));
  }

  @Test
  void aNumberBeyondTheMachinesLastIsRefused() {
    assertEquals(Errno.ERANGE, refusal(Resource.CPUS, "8"));
    assertEquals(Errno.ERANGE, refusal(Resource.MEMS, "0,4"));
  }

  @Test
  void whatIsNoListIsRefused() {
    assertEquals(Errno.EINVAL, refusal(Resource.CPUS, "one"));
  }

  private Errno refusal(Resource resource, String list) {
    return assertThrows(
            ContainerException.class, () -> resource.parse(list, IndexSet.EMPTY, machine))
        .errno();
  }
}
