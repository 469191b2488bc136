package corral.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demonstrations show what their documents say, on live processes of their own. */
class DemonstrationTest {
  private static final Predicate<String> PID = Pattern.compile("\\d{1,7}").asMatchPredicate();
  private static final Predicate<String> NUMBER = Pattern.compile("\\d+").asMatchPredicate();
  private static final Predicate<String> NANOS = Pattern.compile("\\d{8,}").asMatchPredicate();
  private static final Predicate<String> ON_ONE_CPU =
      Pattern.compile("/proc/\\d+/task/\\d+/status:Cpus_allowed_list:\t1").asMatchPredicate();

  @TempDir private Path directory;

  @Test
  void charlie() throws Exception {
    assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "needs a second CPU");
    var corral = Command.in(directory);
    var script = corral.program().resolveSibling("demo/charlie.gogo");
    var outcome = corral.run("-f", script.toString());
    assertEquals("", outcome.errors());
    assertEquals(0, outcome.status());
    var lines = outcome.out().lines().toList();

    // Two processes and a child of each.
    assertEquals(4, lines.stream().takeWhile(PID).count(), outcome.out());
    assertTrue(lines.contains("cpuset,cpuacct:/Charlie"), outcome.out());
    assertEquals(4, lines.stream().filter(ON_ONE_CPU).count(), outcome.out());

    var usage = lines.stream().filter(NANOS).mapToLong(Long::parseLong).toArray();
    assertEquals(2, usage.length, outcome.out());
    assertTrue(usage[0] <= usage[1], "the count came back with the bundle");
    int away = lines.indexOf(Long.toString(usage[0]));
    int back = indexOf(lines, "cpuacct has gone");
    assertFalse(lists(lines.subList(away, back), "cpuacct.usage"), "gone with the bundle");
    assertTrue(lists(lines.subList(away, back), "cpuset.cpus"));
    assertTrue(lists(lines.subList(back, lines.size()), "cpuacct.usage"), "back with it");

    assertTrue(outcome.out().contains("\t/bin/echo\t"), "the release agent ran");
    assertTrue(lines.getLast().startsWith("/dev/container\t"), "Charlie is gone");
  }

  @Test
  void charlieFromOutside() throws Exception {
    assumeTrue(System.getProperty("user.name").equals("root"), "needs root for a FUSE mount");
    assumeTrue(Files.isWritable(Path.of("/dev/fuse")), "needs /dev/fuse");
    var demonstration = Command.in(directory).program().resolveSibling("demo/charlie.sh");
    var outcome = new Command(demonstration, directory, "").run();
    assertEquals(0, outcome.status(), outcome.errors());
    var lines = outcome.out().lines().toList();

    var cpus = lines.stream().filter(line -> line.startsWith("Cpus_allowed_list:")).toList();
    assertTrue(cpus.size() >= 3, "the father, timeout and its child: " + outcome.out());
    assertTrue(cpus.getFirst().matches("Cpus_allowed_list:\t\\d+"), "one CPU");
    assertEquals(1, cpus.stream().distinct().count(), "the same for all");
    assertEquals(1, lines.stream().filter(NANOS).count(), "CPU time");
    assertTrue(outcome.out().contains("Charlie': Device or resource busy\n"), outcome.out());
    assertTrue(lines.contains("cpuset,cpuacct:/Charlie"), outcome.out());
    assertTrue(lines.contains("/Charlie is released"), outcome.out());
    assertEquals(List.of("$ find . -type d", "."), lines.subList(lines.size() - 2, lines.size()));
  }

  @Test
  void together() throws Exception {
    assumeTrue(
        System.getProperty("user.name").equals("root"), "needs root, to put priorities back");
    var corral = Command.in(directory);
    var script = corral.program().resolveSibling("demo/together.gogo");
    var outcome = corral.run("-f", script.toString());
    assertEquals(0, outcome.status(), outcome.errors());
    var lines = outcome.out().lines().toList();
    assertTrue(
        lines.containsAll(List.of("cpuacct,cpu:/background", "beancounter:/ann", "cpuset:/one")),
        outcome.out());

    var usage = lines.stream().filter(NANOS).mapToLong(Long::parseLong).limit(2).toArray();
    assertEquals(25, 100.0 * usage[0] / (usage[0] + usage[1]), 10, outcome.out());
    assertTrue(lines.contains("cpu: Entitled to 25.0 %"), outcome.out());

    var numbers = lines.subList(indexOf(lines, "cpu: Nice level") + 1, indexOf(lines, "cpu is"));
    var figures = numbers.stream().filter(NUMBER).map(Long::parseLong).toList();
    assertEquals(4, figures.size(), outcome.out());
    assertTrue(figures.get(0) < 64_000_000, "who held too much was killed");
    assertTrue(figures.get(1) > 0, "and the failure counted");
    assertEquals(List.of(2L, 2L), figures.subList(2, 4), "nobody else was");
  }

  private static int indexOf(List<String> lines, String beginning) {
    return lines.indexOf(
        lines.stream().filter(line -> line.startsWith(beginning)).findFirst().orElseThrow());
  }

  private static boolean lists(List<String> lines, String file) {
    return lines.stream().anyMatch(line -> List.of(line.split("\\s+", -1)).contains(file));
  }
}
