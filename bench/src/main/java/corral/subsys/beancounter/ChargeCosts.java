package corral.subsys.beancounter;

import static corral.subsys.beancounter.api.BuiltInResource.KMEMSIZE;
import static corral.subsys.beancounter.api.BuiltInResource.NUMFILES;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import corral.framework.engine.Engine;
import corral.subsys.beancounter.api.Prepaid;
import corral.subsys.beancounter.api.Resource;
import corral.subsys.beancounter.api.Severity;
import corral.subsys.beancounter.api.Usage;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it takes to charge something and to give it back, beside the same with nothing but a number
 * that is added to and subtracted from by a compare-and-set each.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 10, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 30, time = 100, timeUnit = TimeUnit.MILLISECONDS)
public class ChargeCosts {
  private static final long LIMIT = 1 << 30;

  /** An account of its own engine. */
  @State(Scope.Benchmark)
  public static class Container {
    private final Engine engine = new Engine();
    private final Account account;

    /** Made by JMH. */
    public Container() {
      try {
        var mount = engine.mount("none,name=bench", "/b", new Caller(0, 0, 0));
        account = new Account(mount.hierarchy().root(), () -> Catalog.BUILT_IN, new Silence());
        account.bound(KMEMSIZE, LIMIT, LIMIT);
      } catch (ContainerException e) {
        throw new IllegalStateException(e);
      }
    }

    /** Ends the engine's threads. */
    @TearDown(Level.Trial)
    public void close() {
      engine.close();
    }
  }

  /** A thread's own stock. */
  @State(Scope.Thread)
  public static class OwnStock {
    @SuppressWarnings("NullAway.Init")
    private Prepaid stock;

    /** Takes it from the account of all. */
    @Setup(Level.Trial)
    public void prepay(Container container) {
      stock = container.account.prepay(KMEMSIZE, 64, Severity.LIMIT);
    }
  }

  /** A number that all threads share. */
  @State(Scope.Benchmark)
  public static class Sum {
    private final AtomicLong held = new AtomicLong();

    private boolean add(long amount) {
      while (true) {
        long before = held.get();
        if (before + amount > LIMIT) {
          return false;
        }
        if (held.compareAndSet(before, before + amount)) {
          return true;
        }
      }
    }
  }

  private static final class Silence implements Alarms {
    @Override
    public void barrierPassed(Account account, Resource resource, Counter now) {}

    @Override
    public void boundChanged(Account account, Resource resource) {}

    @Override
    public void limitHit(Account account, Resource resource, Counter now) {}
  }

  private static boolean compareAndSet(Sum sum) {
    return sum.add(1) && sum.add(-1);
  }

  private static boolean charge(Container container) {
    boolean granted = container.account.tryCharge(KMEMSIZE, 1, Severity.LIMIT);
    container.account.uncharge(KMEMSIZE, 1);
    return granted;
  }

  @Benchmark
  public boolean compareAndSetAlone(Sum sum) {
    return compareAndSet(sum);
  }

  @Benchmark
  @Threads(2)
  public boolean compareAndSetOfTwo(Sum sum) {
    return compareAndSet(sum);
  }

  @Benchmark
  public boolean chargeAlone(Container container) {
    return charge(container);
  }

  @Benchmark
  @Threads(2)
  public boolean chargeOfTwo(Container container) {
    return charge(container);
  }

  @Benchmark
  public void chargeOfAPair(Container container) throws ContainerException {
    container.account.charge(KMEMSIZE, 1, NUMFILES, 1, Severity.LIMIT);
    container.account.uncharge(KMEMSIZE, 1, NUMFILES, 1);
  }

  @Benchmark
  @Threads(2)
  public void chargePrepaid(OwnStock own) throws ContainerException {
    own.stock.charge(1);
    own.stock.uncharge(1);
  }

  @Benchmark
  public Map<Resource, Usage> snapshot(Container container) {
    return container.account.snapshot();
  }
}
