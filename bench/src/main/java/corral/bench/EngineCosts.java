package corral.bench;

import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.SubsystemState;
import corral.framework.api.Task;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the engine takes for what is done most often, with subsystems that do nothing. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 8, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 25, time = 100, timeUnit = TimeUnit.MILLISECONDS)
public class EngineCosts {
  private static final int CHILD = 2;
  static final int MEMBERS = 10_000;

  /** Four subsystems, two in each of two hierarchies. */
  @State(Scope.Thread)
  public static class FourInTwo {
    private final IdleEngine idle = new IdleEngine(2, 2);
    private final Task init = idle.engine.task(BusyHost.INIT).orElseThrow();
    private boolean inside = true;
  }

  /** One subsystem in the first of two hierarchies. */
  @State(Scope.Thread)
  public static class OneInTwo {
    private final IdleEngine idle = new IdleEngine(1, 0);
  }

  /** Four subsystems in one hierarchy. */
  @State(Scope.Thread)
  public static class FourInOne {
    private final IdleEngine idle = new IdleEngine(4, 0);
  }

  /** A container with many members. */
  @State(Scope.Thread)
  public static class Crowd {
    private final IdleEngine idle = new IdleEngine(2, 2);
    private final Container container =
        idle.engine
            .task(BusyHost.INIT)
            .orElseThrow()
            .container(idle.engine.hierarchies().getFirst());

    /** Made by JMH. */
    public Crowd() {
      idle.fork(IntStream.range(CHILD, CHILD + MEMBERS - 1));
    }
  }

  @Benchmark
  public @Nullable SubsystemState taskToState(FourInTwo machine) {
    return machine.init.state(1);
  }

  @Benchmark
  public void forkAndExitWithOne(OneInTwo machine) {
    forkAndExit(machine.idle);
  }

  @Benchmark
  public void forkAndExitWithFour(FourInTwo machine) {
    forkAndExit(machine.idle);
  }

  private static void forkAndExit(IdleEngine idle) {
    idle.stream.fork(BusyHost.INIT, CHILD, 0);
    idle.stream.exit(CHILD, null);
  }

  @Benchmark
  public void attach(FourInTwo machine) throws ContainerException {
    machine.inside = !machine.inside;
    machine.idle.engine.attach(BusyHost.INIT, machine.inside ? "/a/x" : "/a", IdleEngine.ROOT);
  }

  @Benchmark
  public void mkdirAndRmdir(FourInOne machine) throws ContainerException {
    machine.idle.engine.makeContainer("/a/y", IdleEngine.ROOT);
    machine.idle.engine.removeContainer("/a/y", IdleEngine.ROOT);
  }

  @Benchmark
  public List<Task> list(Crowd crowd) {
    return crowd.container.tasks();
  }
}
