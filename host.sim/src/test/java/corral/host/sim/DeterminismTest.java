package corral.host.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import corral.framework.api.ContainerException;
import corral.framework.api.host.IndexSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The same calls in the same order make the same machine, to the last nanosecond. */
class DeterminismTest {
  private static final int INIT = 1;
  private static final int STEPS = 500;

  /** Lives a life that the machine's seed decides, and returns what is left of it. */
  private static List<Object> life(long seed) throws ContainerException {
    var machine = new SimMachine(SimSettings.DEFAULT.withPidMax(400).withSeed(seed));
    var random = new Random(machine.nextSeed());
    var alive = new ArrayList<Integer>(List.of(INIT));
    for (int i = 0; i < STEPS; i++) {
      int pid = alive.get(random.nextInt(alive.size()));
      switch (random.nextInt(6)) {
        case 0 -> machine.setWeight(pid, 1 + random.nextInt(1000));
        case 1 -> machine.pin(pid, IndexSet.of(random.nextInt(3), 3));
        case 2 -> machine.setCpuOnline(random.nextInt(3), random.nextBoolean());
        case 3 -> machine.tick(random.nextInt(50_000_000));
        case 4 -> new Storm(machine, machine.nextSeed()).run(pid, 20, 5);
        default -> alive.add(machine.fork(pid));
      }
    }
    return List.of(machine.processes(), machine.uptimeNanos(), machine.onlineCpus());
  }

  @Test
  void theSameLifeEndsTheSame() throws ContainerException {
    assertEquals(life(11), life(11));
  }

  @Test
  void anotherSeedIsAnotherLife() throws ContainerException {
    assertNotEquals(life(11), life(12));
  }
}
