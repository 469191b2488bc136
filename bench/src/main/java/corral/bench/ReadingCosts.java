package corral.bench;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import corral.framework.api.host.TaskStream;
import corral.framework.engine.Engine;
import corral.framework.engine.Limits;
import corral.subsys.cpuacct.CpuacctSubsystem;
import corral.subsys.cpuacct.Subsystems;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What it takes to read the CPU time of a tree of containers, ten of which are busy. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 10, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 30, time = 100, timeUnit = TimeUnit.MILLISECONDS)
public class ReadingCosts {
  private static final Caller ROOT = new Caller(0, 0, 0);
  private static final int BUSY = 10;
  private static final int FIRST = 100;

  /** A tree in which most containers are empty. */
  @State(Scope.Benchmark)
  public static class Tree {
    /** How many containers there are. */
    @Param({"10", "1000", "10000"})
    public int containers;

    private final BusyHost host = new BusyHost(1 << 16);
    private final Engine engine = new Engine(Limits.DEFAULT);
    private final CpuacctSubsystem cpuacct = Subsystems.cpuacct(host);

    /** Makes it. */
    @Setup(Level.Trial)
    public void make() throws ContainerException {
      TaskStream stream = engine.open(host, host.live());
      engine.addSubsystem(cpuacct);
      engine.mount("cpuacct", "/c", ROOT);
      for (int i = 0; i < containers; i++) {
        engine.makeContainer("/c/" + i, ROOT);
        if (hasTask(i)) {
          host.begin(FIRST + i);
          stream.fork(BusyHost.INIT, FIRST + i, 0);
          engine.attach(FIRST + i, "/c/" + i, ROOT);
        }
      }
    }

    boolean hasTask(int container) {
      return container % (containers / BUSY) == 0;
    }

    String readAfterSomeUse() throws ContainerException {
      for (int i = 0; i < BUSY; i++) {
        host.use(FIRST + i * (containers / BUSY), 1_000);
      }
      return engine.read("/c/cpuacct.usage", ROOT);
    }

    /** Ends its threads. */
    @TearDown(Level.Trial)
    public void close() {
      engine.close();
      Subsystems.close(cpuacct);
    }
  }

  /** A tree in which every container has a task, though it sleeps in most. */
  public static class TreeOfSleepers extends Tree {
    @Override
    boolean hasTask(int container) {
      return true;
    }
  }

  @Benchmark
  public String read(Tree tree) throws ContainerException {
    return tree.readAfterSomeUse();
  }

  @Benchmark
  public String readAmongSleepers(TreeOfSleepers tree) throws ContainerException {
    return tree.readAfterSomeUse();
  }
}
