package corral.launcher;

import java.io.IOException;
import java.io.Reader;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Which bundles there are and in which order they start. Immutable.
 *
 * @param bundles all bundles, libraries first, then by start level
 */
record BundlePlan(List<Entry> bundles) {
  private static final String LIBRARY = "library";

  /**
   * A bundle.
   *
   * @param name its file without {@code .jar}
   * @param level its start level
   * @param starts whether it starts; a library does not
   */
  record Entry(String name, int level, boolean starts) {}

  /** Reads a plan for one host: the format is explained in {@code bundles.properties}. */
  static BundlePlan read(Reader source, String host) throws IOException {
    var levels = new Properties();
    levels.load(source);
    return new BundlePlan(
        levels.stringPropertyNames().stream()
            .flatMap(key -> entries(key, levels.getProperty(key).replace("${host}", host)))
            .sorted(Comparator.comparing(Entry::starts).thenComparingInt(Entry::level))
            .toList());
  }

  /** The start level at which every bundle has started. */
  int lastLevel() {
    return bundles.stream().mapToInt(Entry::level).max().orElse(1);
  }

  private static Stream<Entry> entries(String key, String names) {
    var starts = !key.equals(LIBRARY);
    var level = starts ? Integer.parseInt(key) : 1;
    return Stream.of(names.trim().split("\\s+")).map(name -> new Entry(name, level, starts));
  }
}
