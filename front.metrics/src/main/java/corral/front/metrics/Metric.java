package corral.front.metrics;

import corral.figures.api.Figure;
import java.util.List;

/**
 * A metric of containers. Immutable.
 *
 * @param name its name, for a counter without the ending {@code _total}
 * @param help what it is, in a line
 * @param isCounter whether it only grows
 * @param series the figures that it consists of
 * @param factor by what they are multiplied for the unit that is in the name
 */
record Metric(String name, String help, boolean isCounter, List<Series> series, double factor) {
  private static final double SECONDS_PER_NANO = 1e-9;

  /** All, in the order in which they are told. */
  static final List<Metric> ALL =
      List.of(
          gauge("corral_container_tasks", "Tasks in the container and below.", Figure.TASKS),
          new Metric(
              "corral_container_task_states",
              "Tasks in the container and below, by what they do.",
              false,
              List.of(
                  new Series("running", Figure.RUNNING),
                  new Series("blocked", Figure.BLOCKED),
                  new Series("uninterruptible", Figure.UNINTERRUPTIBLE),
                  new Series("sleeping", Figure.SLEEPING),
                  new Series("stopped", Figure.STOPPED)),
              1),
          gauge("corral_container_load1", "Load average over one minute.", Figure.LOAD1),
          gauge("corral_container_load5", "Load average over five minutes.", Figure.LOAD5),
          gauge("corral_container_load15", "Load average over fifteen minutes.", Figure.LOAD15),
          counter(
              "corral_container_cpu_seconds",
              "CPU time used in the container and below.",
              Figure.CPU_NANOS,
              SECONDS_PER_NANO),
          gauge(
              "corral_container_memory_bytes",
              "Resident memory of the tasks; what they share counts for each.",
              Figure.MEMORY_BYTES),
          gauge("corral_container_open_files", "Open file descriptors.", Figure.OPEN_FILES),
          counter(
              "corral_container_limit_hits",
              "How often a limit of any resource was met.",
              Figure.LIMIT_HITS,
              1));

  /**
   * A series of a metric for each container.
   *
   * @param state the label {@code state}; empty if the metric has one series only
   * @param figure where its value comes from
   */
  record Series(String state, Figure figure) {}

  private static Metric gauge(String name, String help, Figure figure) {
    return new Metric(name, help, false, List.of(new Series("", figure)), 1);
  }

  private static Metric counter(String name, String help, Figure figure, double factor) {
    return new Metric(name, help, true, List.of(new Series("", figure)), factor);
  }
}
