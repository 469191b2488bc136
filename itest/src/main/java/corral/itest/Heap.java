package corral.itest;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What is reachable in the virtual machine at one moment.
 *
 * @param bytes the size of it all
 * @param classes how many classes are loaded
 * @param corral how many objects there are of each class of Corral
 */
record Heap(long bytes, int classes, Map<String, Long> corral) {
  /** Number of objects, their bytes, their class. */
  private static final Pattern ROW =
      Pattern.compile("^ *\\d+: +(\\d+) +(\\d+) +(\\S+)", Pattern.MULTILINE);

  /** Collects the garbage before it counts. */
  static Heap now() throws JMException {
    var corral = new TreeMap<String, Long>();
    long bytes = 0;
    for (var row : ROW.matcher(histogram()).results().toList()) {
      long objects = Long.parseLong(row.group(1));
      String type = row.group(3);
      bytes += Long.parseLong(row.group(2));
      if (type.startsWith("corral.") && !type.startsWith("corral.itest.")) {
        corral.merge(type, objects, Long::sum);
      }
    }
    return new Heap(bytes, ManagementFactory.getClassLoadingMXBean().getLoadedClassCount(), corral);
  }

  /** The classes of Corral that have more objects than before, by this number at least. */
  Map<String, Long> grown(Heap before, long least) {
    var grown = new TreeMap<String, Long>();
    corral.forEach(
        (type, count) -> {
          long more = count - before.corral.getOrDefault(type, 0L);
          if (more >= least) {
            grown.put(type, more);
          }
        });
    return grown;
  }

  private static String histogram() throws JMException {
    return (String)
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "gcClassHistogram",
                new Object[] {new String[0]},
                new String[] {String[].class.getName()});
  }
}
