package corral.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the benchmarks that are named. */
public final class Main {
  private static final List<Benchmark> ALL =
      List.of(
          new Costs(),
          new Controllers(),
          new FileCosts(),
          new RacesBenchmark(),
          new HotSwap(),
          new StatisticsBenchmark());

  private static final String EVERY = "all";

  /** What follows this is for the tool that measures. */
  private static final String OPTIONS = "--";

  private Main() {}

  /**
   * Exits with 0 if all went well, however long it took; with 1 if a figure is wrong; with 2 if
   * there is no such benchmark. Without a name it lists them.
   *
   * @param arguments names, and options of a tool after {@code --}
   */
  public static void main(String... arguments) throws Exception {
    if (arguments.length == 0 || arguments[0].matches("-h|--help")) {
      list();
      return;
    }
    var all = List.of(arguments);
    int end = all.contains(OPTIONS) ? all.indexOf(OPTIONS) : all.size();
    var names = all.subList(0, end);
    var options = all.stream().skip(end + 1L).toList();
    var chosen = new ArrayList<Benchmark>();
    for (var name : names) {
      var found = ALL.stream().filter(b -> name.equals(EVERY) || name.equals(b.name())).toList();
      if (found.isEmpty()) {
        System.err.println("bench: " + name + ": no such benchmark (see corral bench --help)");
        System.exit(2);
      }
      chosen.addAll(found);
    }
    System.exit(run(chosen, new Workplace(Path.of("target"), options)) ? 0 : 1);
  }

  private static void list() {
    System.out.println("Usage: corral bench NAME... [-- OPTION...]\n");
    ALL.forEach(b -> System.out.printf("  %-10s %s%n", b.name(), b.summary()));
    System.out.printf("  %-10s %s%n%n", EVERY, "one after the other");
    System.out.println("What is marked with ! is wrong; then the exit status is 1.");
    System.out.println("races takes the options of jcstress: -- -t ForkAgainst -time 300");
  }

  private static boolean run(List<Benchmark> benchmarks, Workplace work) throws Exception {
    var table = new Table(System.out);
    boolean well = true;
    for (var benchmark : benchmarks) {
      var figures = benchmark.run(work);
      table.print(benchmark.name(), figures);
      well &= figures.stream().noneMatch(Figure::wrong);
    }
    return well;
  }
}
