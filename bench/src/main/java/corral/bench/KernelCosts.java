package corral.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The same as {@link EngineCosts}, done by the kernel in a cgroup v1 hierarchy. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 25, time = 100, timeUnit = TimeUnit.MILLISECONDS)
public class KernelCosts {
  /** A container with one task, and one in it. */
  @State(Scope.Thread)
  public static class Family {
    private final KernelContainer parent = new KernelContainer(1);
    private final KernelContainer child = new KernelContainer(parent, "x");
    private boolean inside;

    /** Leaves nothing. */
    @TearDown
    public void remove() throws IOException, InterruptedException {
      parent.end();
      child.remove();
      parent.remove();
    }
  }

  /** A container with many tasks. */
  @State(Scope.Thread)
  public static class Crowd {
    private final KernelContainer container = new KernelContainer(EngineCosts.MEMBERS);

    /** Leaves nothing. */
    @TearDown
    public void remove() throws IOException, InterruptedException {
      container.end();
      container.remove();
    }
  }

  @Benchmark
  public void attach(Family family) throws IOException {
    family.inside = !family.inside;
    (family.inside ? family.child : family.parent).attach(family.parent.member());
  }

  @Benchmark
  public void mkdirAndRmdir(Family family) throws IOException {
    var made = family.parent.directory().resolve("y");
    Files.createDirectory(made);
    Files.delete(made);
  }

  @Benchmark
  public byte[] list(Crowd crowd) throws IOException {
    return Files.readAllBytes(crowd.container.directory().resolve("tasks"));
  }
}
