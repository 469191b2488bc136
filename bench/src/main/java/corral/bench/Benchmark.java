package corral.bench;

import java.util.List;

/** Something that can be measured; {@link Main} knows them all. */
interface Benchmark {
  /** What it is called on the command line. */
  String name();

  /** What it measures and how long that takes, in one line. */
  String summary();

  /**
   * Measures.
   *
   * @param work where everything is left that is written
   */
  List<Figure> run(Workplace work) throws Exception;
}
