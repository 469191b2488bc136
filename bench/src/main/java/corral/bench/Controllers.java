package corral.bench;

import static java.util.Objects.requireNonNull;

import corral.subsys.beancounter.ChargeCosts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.Result;

/**
 * What the controllers take for what is done most often, each figure beside one of the same run
 * that it is to be compared with.
 */
final class Controllers implements Benchmark {
  /** A figure, and the one that it is so many times as long as. */
  private record Row(String key, String what, String than) {}

  private static final List<Row> CHARGES =
      List.of(
          new Row("compareAndSetAlone", "two compare-and-sets", ""),
          new Row("chargeAlone", "charge and uncharge", "compareAndSetAlone"),
          new Row("compareAndSetOfTwo", "two, against another thread", ""),
          new Row("chargeOfTwo", "charge, against another thread", "compareAndSetOfTwo"),
          new Row("chargeOfAPair", "charge and uncharge a pair", "compareAndSetAlone"),
          new Row("chargePrepaid", "prepaid, beside another thread", "compareAndSetOfTwo"),
          new Row("snapshot", "a snapshot of five resources", ""));

  private static final List<Row> READINGS =
      List.of(
          new Row("read 10", "cpuacct.usage, 10 busy of 10", ""),
          new Row("read 1000", "10 busy of 1,000 containers", "read 10"),
          new Row("read 10000", "10 busy of 10,000", "read 10"),
          new Row("readAmongSleepers 10", "all with a sleeping task: of 10", ""),
          new Row("readAmongSleepers 1000", "of 1,000", "readAmongSleepers 10"),
          new Row("readAmongSleepers 10000", "of 10,000", "readAmongSleepers 10"));

  @Override
  public String name() {
    return "controllers";
  }

  @Override
  public String summary() {
    return "a charge beside a compare-and-set; readings of many containers (two minutes)";
  }

  @Override
  public List<Figure> run(Workplace work) throws Exception {
    var directory = work.empty("jmh-controllers");
    var figures = new ArrayList<Figure>();
    var charges = Jmh.run(ChargeCosts.class, directory);
    CHARGES.forEach(row -> figures.add(figure(row, charges)));
    var readings = Jmh.run(ReadingCosts.class, directory);
    READINGS.forEach(row -> figures.add(figure(row, readings)));
    return figures;
  }

  private static Figure figure(Row row, Map<String, Result<?>> results) {
    var result = requireNonNull(results.get(row.key()), row.key());
    var than = results.get(row.than());
    var ratio =
        than == null
            ? ""
            : String.format(Locale.ROOT, "x %.2f", Jmh.least(result) / Jmh.least(than));
    return new Figure(row.what(), Jmh.time(result), ratio, "", false);
  }
}
