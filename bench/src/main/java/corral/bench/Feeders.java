package corral.bench;

import corral.framework.api.host.TaskStream;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Some {@link Feeder}s that run until this is closed. */
final class Feeders implements AutoCloseable {
  private final ExecutorService threads;
  private final List<Feeder> feeders;
  private final List<Future<Feeder>> running;

  /** Starts feeders, each with its own process ids. */
  Feeders(BusyHost host, TaskStream stream, int count, int pidsEach, int rateEach) {
    threads = Executors.newFixedThreadPool(count);
    feeders =
        IntStream.range(0, count)
            .map(number -> BusyHost.INIT + 1 + number * pidsEach)
            .mapToObj(firstPid -> new Feeder(host, stream, firstPid, pidsEach, rateEach))
            .toList();
    running = feeders.stream().map(threads::submit).toList();
  }

  /** Forks and exits so far. */
  long events() {
    return each(Feeder::events).sum();
  }

  /**
   * Returns when so many events more have been told.
   *
   * @throws ExecutionException what ended a feeder
   */
  void awaitEvents(long more) throws ExecutionException, InterruptedException {
    long until = events() + more;
    while (events() < until) {
      for (var feeder : running) {
        if (feeder.isDone()) {
          feeder.get();
        }
      }
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  /** Lets what they do end; afterwards their figures do not change. */
  void stop() throws ExecutionException, InterruptedException {
    feeders.forEach(Feeder::stop);
    for (var feeder : running) {
      feeder.get();
    }
  }

  /** The longest of all since the last call. */
  long takeLongestNanos() {
    return each(Feeder::takeLongestNanos).max().orElse(0);
  }

  long longestOutsideNanos() {
    return each(Feeder::longestOutsideNanos).max().orElse(0);
  }

  long usedNanos() {
    return each(Feeder::usedNanos).sum();
  }

  private LongStream each(ToLongFunction<Feeder> figure) {
    return feeders.stream().mapToLong(figure);
  }

  @Override
  public void close() {
    feeders.forEach(Feeder::stop);
    threads.close();
  }
}
