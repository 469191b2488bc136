package corral.host.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import corral.host.linux.RecordedEvents.Exited;
import corral.host.linux.RecordedEvents.Forked;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Compares what the exits tell with what the kernel tells the parent. */
@Timeout(60)
class FinalUsageTest {
  private static final double TICK_NANOS = 1e7;

  private static final Pattern TIME = Pattern.compile("(\\d+)m([0-9.]+)s");

  private final RecordedEvents events = new RecordedEvents();

  /**
   * An exit record is written before the process gives back its memory, whose time only the parent
   * is told. Each process therefore runs for much longer than that takes.
   */
  @Test
  void isRightForManyShortProcesses() throws Exception {
    try (var host = TestHost.listening(events)) {
      assumeTrue(host.linux.status().contains("exit records"), "needs root for exit records");
      try (var child = Child.sh(many(50, busyLoop(50_000)) + "; times; read line")) {
        child.hear();
        double expected = cpuNanos(child.hear());
        child.end();
        events.awaitExit(child.pid());
        assertEquals(expected, childrenNanos(child.pid()), expected * 0.05);
      }
    }
  }

  /** Without exit records too, for the parent does not wait until it is told to. */
  @Test
  void isRightForAProcessThatIsNotWaitedFor() throws Exception {
    try (var _ = TestHost.listening(events);
        var child = Child.sh("(" + busyLoop(400_000) + ")& read line; wait; times; read line")) {
      var busy = events.awaitFork(child.pid());
      double told = totalNanos(events.awaitExit(busy.pid()));
      child.tell("wait for it");
      child.hear();
      // The shell tells user and system time in whole ticks, which are rounded down.
      assertEquals(cpuNanos(child.hear()), told, 2 * TICK_NANOS + told * 0.01);
      child.end();
    }
  }

  /** The processes are waited for, so that at the end nothing of them is left to ask. */
  @Test
  void isThereForEveryProcessIfThereAreRecords() throws Exception {
    try (var host = TestHost.listening(events)) {
      assumeTrue(host.linux.status().contains("exit records"), "needs root for exit records");
      try (var child = Child.sh(many(100, ":") + "; read line")) {
        child.end();
        events.awaitExit(child.pid());
        assertTrue(childrenNanos(child.pid()) > 0);
      }
    }
  }

  private static String many(int count, String command) {
    return "n=0; while [ $n -lt " + count + " ]; do (" + command + "); n=$((n+1)); done";
  }

  private static String busyLoop(int rounds) {
    return "i=0; while [ $i -lt " + rounds + " ]; do i=$((i+1)); done";
  }

  private double childrenNanos(int parent) {
    var children =
        events
            .told(Forked.class)
            .filter(fork -> fork.parentPid() == parent)
            .map(Forked::pid)
            .collect(Collectors.toSet());
    return events
        .told(Exited.class)
        .filter(exit -> children.contains(exit.pid()))
        .mapToDouble(FinalUsageTest::totalNanos)
        .sum();
  }

  private static double totalNanos(Exited exit) {
    return Objects.requireNonNull(exit.usage()).totalNanos();
  }

  /** The sum of the times in a line of the shell's {@code times}, such as {@code 0m1.5s 0m0.1s}. */
  private static double cpuNanos(String line) {
    return TIME.matcher(line)
        .results()
        .mapToDouble(
            time -> 60 * Integer.parseInt(time.group(1)) + Double.parseDouble(time.group(2)))
        .map(seconds -> seconds * 1e9)
        .sum();
  }
}
