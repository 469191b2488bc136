package corral.itest.kernel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Steps by chance, which a seed determines. */
final class RandomSteps {
  private static final List<String> PATHS = List.of("/a", "/b", "/a/b", "/a/c", "/b/a", "/a/b/c");

  /** What can be done in any hierarchy: P is some container, L some shell, F a flag. */
  private static final List<String> EVERYWHERE =
      List.of(
          "mkdir P",
          "mkdir P",
          "mkdir P",
          "rmdir P",
          "rmdir P",
          "mv P P",
          "mv P P",
          "write P/tasks {L}",
          "write P/cgroup.procs {L}",
          "write /tasks {L}",
          "join L P/tasks",
          "fork L",
          "exit",
          "write P/notify_on_release F",
          "write P/cgroup.clone_children F",
          "write /cgroup.clone_children F");

  private static final List<String> FLAGS =
      List.of("0", "1", "1", "2", "\"0\\n\"", "x", "\" 1\"", "18446744073709551616");

  /** What can be done with cpusets: C and M are lists. */
  private static final List<String> OF_CPUSETS =
      List.of(
          "write P/cpuset.cpus C",
          "write P/cpuset.cpus C",
          "write P/cpuset.cpus C",
          "write P/cpuset.mems M",
          "write P/cpuset.mems M",
          "write P/cpuset.cpu_exclusive F",
          "write P/cpuset.mem_exclusive F",
          "write P/cpuset.mem_hardwall F",
          "write P/cpuset.memory_spread_page F",
          "write P/cpuset.memory_spread_slab F",
          "write P/cpuset.effective_cpus C");

  private static final List<String> CPUS =
      List.of(
          "0", "1", "0-1", "all", "N", "\"\\n\"", "\"0, 1\\n\"", "all:1/2", "1-0", "{cpus}", "x");

  private static final List<String> MEMS = List.of("0", "0", "0", "\"\\n\"", "x");

  private static final Pattern PLACE = Pattern.compile("\\b[PLFCM]\\b");
  private static final int MOST_CHILDREN = 4;

  private final Random random;
  private final List<String> vocabulary;
  private final Deque<String> children = new ArrayDeque<>();
  private int forks;

  private RandomSteps(long seed, List<String> vocabulary) {
    this.random = new Random(seed);
    this.vocabulary = vocabulary;
  }

  static RandomSteps ofContainers(long seed) {
    return new RandomSteps(seed, EVERYWHERE);
  }

  static RandomSteps ofCpusets(long seed) {
    return new RandomSteps(seed, Stream.concat(EVERYWHERE.stream(), OF_CPUSETS.stream()).toList());
  }

  /** All containers and children have gone. */
  void reset() {
    children.clear();
  }

  Step next() {
    var form = oneOf(vocabulary);
    return switch (form) {
      case "fork L" -> children.size() < MOST_CHILDREN ? fork() : next();
      case "exit" -> children.isEmpty() ? next() : Step.parse("exit " + children.removeFirst());
      default -> Step.parse(filled(form));
    };
  }

  private Step fork() {
    forks++;
    children.addLast("c" + forks);
    return Step.parse("fork " + oneOf(Cast.LEADS) + " c" + forks);
  }

  private String filled(String form) {
    return PLACE.matcher(form).replaceAll(place -> Matcher.quoteReplacement(choice(place.group())));
  }

  private String choice(String place) {
    return switch (place) {
      case "P" -> oneOf(PATHS);
      case "L" -> oneOf(Cast.LEADS);
      case "F" -> oneOf(FLAGS);
      case "C" -> oneOf(CPUS);
      case "M" -> oneOf(MEMS);
      default -> throw new IllegalArgumentException(place);
    };
  }

  private String oneOf(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
