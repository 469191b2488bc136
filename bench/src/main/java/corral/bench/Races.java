package corral.bench;

import static java.util.stream.Collectors.joining;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.grading.ReportUtils;

/** Runs the races of the engine under jcstress, in processes of their own. */
final class Races {
  /**
   * An epoch of jcstress: few tries between two meetings of the threads, because the tries are long
   * and one thread soon runs ahead of the other.
   */
  private static final List<String> EPOCH = List.of("-strideSize", "4", "-strideCount", "16");

  /** One virtual machine for each race, half a second of tries in it. */
  static final List<String> SHORT =
      List.of(
          "-iters",
          "1",
          "-time",
          "500",
          "-sc",
          "false",
          "-af",
          "NONE",
          "-pth",
          "false",
          "-jvmArgs",
          "-XX:+UseSerialGC -XX:TieredStopAtLevel=1");

  private final Path directory;

  /**
   * Races to come.
   *
   * @param directory an empty one, where everything is left that is written
   */
  Races(Path directory) {
    this.directory = directory.toAbsolutePath();
  }

  /**
   * Runs them.
   *
   * @param mode further options of jcstress
   * @param patience after this time what still runs is ended, as a race that hangs never ends
   * @return what came of each, also of those that hang
   */
  List<Race> run(List<String> mode, Duration patience) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(command(mode))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output().toFile())
            .start();
    try {
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("a race hangs; " + output() + " tells which ended");
      }
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return read();
  }

  /** What jcstress says, with every outcome and how often it was seen. */
  Path output() {
    return directory.resolve("output.txt");
  }

  private List<String> command(List<String> mode) {
    var temporary = "-Djava.io.tmpdir=" + directory;
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", temporary));
    command.add("-Djna.tmpdir=" + directory);
    command.addAll(List.of("-cp", classPath()));
    command.addAll(List.of("org.openjdk.jcstress.Main", "-v", "-r", directory.toString()));
    command.addAll(EPOCH);
    command.addAll(mode);
    return command;
  }

  /** That of this machine, which may have been started elsewhere. */
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(joining(File.pathSeparator));
  }

  private List<Race> read() throws IOException {
    try (var files = Files.newDirectoryStream(directory, "jcstress-results-*.bin.gz")) {
      var results = new InProcessCollector();
      for (var file : files) {
        var reader = new DiskReadCollector(file.toString(), results);
        reader.dump();
        reader.close();
      }
      if (results.getTestResults().isEmpty()) {
        throw new IOException("no race was run; " + output() + " tells why");
      }
      return ReportUtils.mergedByName(results.getTestResults()).stream()
          .map(Race::of)
          .sorted(Comparator.comparing(Race::name))
          .toList();
    } catch (ClassNotFoundException e) {
      throw new IOException("no results of jcstress", e);
    }
  }
}
