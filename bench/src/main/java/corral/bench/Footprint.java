package corral.bench;

import corral.framework.api.ContainerException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.IntStream;

/** What tasks and containers take in the heap, by the difference that many of them make. */
final class Footprint {
  private static final int TASKS = 500_000;
  private static final int CONTAINERS = 100_000;
  private static final int FIRST_PID = 2;

  private Footprint() {}

  static List<Figure> measure() throws ContainerException {
    return List.of(
        Figure.of("a task, four subsystems", bytesPerTask() + " B", "< 64 B"),
        Figure.of("a container, four subsystems", bytesPerContainer() + " B", "< 1024 B"));
  }

  private static long bytesPerTask() throws ContainerException {
    var idle = new IdleEngine(2, 2);
    long before = usedBytes();
    idle.fork(IntStream.range(FIRST_PID, FIRST_PID + TASKS));
    long taken = usedBytes() - before;
    return taken / idle.engine.tasks().size();
  }

  private static long bytesPerContainer() throws ContainerException {
    var idle = new IdleEngine(4, 0);
    long before = usedBytes();
    for (int i = 0; i < CONTAINERS; i++) {
      idle.engine.makeContainer("/a/c" + i, IdleEngine.ROOT);
    }
    long taken = usedBytes() - before;
    return taken / idle.engine.container("/a").children().size();
  }

  private static long usedBytes() {
    System.gc();
    System.gc(); // what the first one found to be cleaned up
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
