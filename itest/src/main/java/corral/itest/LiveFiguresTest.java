package corral.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.figures.api.Figure;
import corral.figures.api.Figures;
import corral.figures.api.Sample;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;

/** The figures of live processes, told by the bundles that there are. */
@LeavesNothingBehind
class LiveFiguresTest {
  private static final long PATIENCE_NANOS = 60_000_000_000L;
  private static final Set<Figure> STATES = EnumSet.range(Figure.RUNNING, Figure.STOPPED);

  private final BundleContext context =
      FrameworkUtil.getBundle(LiveFiguresTest.class).getBundleContext();
  private final ServiceReference<Figures> reference = context.getServiceReference(Figures.class);
  private final Figures figures = context.getService(reference);
  private LiveMachine machine;

  @BeforeEach
  void open() throws Exception {
    machine = new LiveMachine("cpuacct,beancounter");
  }

  @AfterEach
  void close() throws Exception {
    machine.close();
    context.ungetService(reference);
  }

  /** Looks at a container until it is so. */
  private Sample await(String path, Predicate<Sample> condition) throws Exception {
    var container = Optional.of(machine.admin().container(path));
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    var sample = figures.survey(container).samples().getFirst();
    while (!condition.test(sample)) {
      assertTrue(System.nanoTime() < deadline, sample::toString);
      Thread.sleep(50);
      sample = figures.survey(container).samples().getFirst();
    }
    return sample;
  }

  private static double of(Sample sample, Figure figure) {
    return sample.figure(figure).orElseThrow(() -> new AssertionError("no " + figure));
  }

  @Test
  void areThoseOfTheProcesses() throws Exception {
    var web = machine.make("web");
    machine.run(web, "sh", "-c", "while :; do :; done");
    machine.run(web, "sleep", "600");
    var sample =
        await(
            web,
            now ->
                of(now, Figure.MEMORY_BYTES) > 0
                    && of(now, Figure.OPEN_FILES) > 0
                    && of(now, Figure.RUNNING) == 1
                    && of(now, Figure.CPU_NANOS) > 0);
    assertEquals(2, of(sample, Figure.TASKS));
    assertEquals(2, STATES.stream().mapToDouble(state -> sample.figure(state).orElse(0)).sum());
    assertEquals(0, of(sample, Figure.LIMIT_HITS));
    var later = await(web, now -> of(now, Figure.CPU_NANOS) > of(sample, Figure.CPU_NANOS));
    assertEquals(sample.container(), later.container());
    var root = await(LiveMachine.MOUNT, now -> of(now, Figure.TASKS) >= 2);
    assertTrue(of(root, Figure.MEMORY_BYTES) >= of(later, Figure.MEMORY_BYTES));
  }

  @Test
  void tellThatALimitWasMet() throws Exception {
    var web = machine.make("web");
    machine.write(web + "/beancounter.numtasks.barrier", "1");
    machine.write(web + "/beancounter.numtasks.limit", "1");
    machine.run(web, "sh", "-c", "sleep 600 & sleep 600");
    await(web, now -> of(now, Figure.LIMIT_HITS) > 0);
    await(LiveMachine.MOUNT, now -> of(now, Figure.LIMIT_HITS) > 0);
  }
}
