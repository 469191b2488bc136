package corral.host.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import corral.framework.api.host.TaskInfo;
import corral.host.linux.RecordedEvents.Closed;
import corral.host.linux.RecordedEvents.Exited;
import corral.host.linux.RecordedEvents.Forked;
import corral.host.linux.RecordedEvents.Opened;
import corral.host.linux.RecordedEvents.Repaired;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the host tells of real processes, from the kernel's events and from looking at /proc. */
@Timeout(60)
class LinuxHostTest {
  private static final long SAME_START_NANOS = 100_000_000;

  private final RecordedEvents events = new RecordedEvents();

  private TestHost start(boolean listening) throws Exception {
    return listening ? TestHost.listening(events) : TestHost.polling(events);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void knowsEveryProcessFromTheStart(boolean listening) throws Exception {
    try (var child = Child.sh("read line");
        var host = start(listening)) {
      var opened = assertInstanceOf(Opened.class, events.told().getFirst());
      var pids = opened.live().stream().map(TaskInfo::pid).collect(Collectors.toSet());
      assertTrue(pids.containsAll(Set.of(1, host.linux.self().pid(), child.pid())));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void tellsAForkAndTheExit(boolean listening) throws Exception {
    try (var host = start(listening);
        var child = Child.sh("read line")) {
      var fork = events.await(Forked.class, told -> told.pid() == child.pid());
      assertEquals(host.linux.self().pid(), fork.parentPid());
      long start = host.linux.look(child.pid()).orElseThrow().startTimeNanos();
      assertTrue(Math.abs(start - fork.startTimeNanos()) < SAME_START_NANOS);
      child.end();
      events.awaitExit(child.pid());
      assertTrue(host.linux.counters().getOrDefault("forks", 0L) > 0);
      assertTrue(host.linux.counters().getOrDefault("exits", 0L) > 0);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void tellsParentsBeforeTheirChildren(boolean listening) throws Exception {
    try (var _ = start(listening);
        var child = Child.sh("sh -c 'sh -c \"read line; true\"; true'; true")) {
      var son = events.awaitFork(child.pid());
      var grandson = events.awaitFork(son.pid());
      var told = events.told();
      int first = told.indexOf(events.await(Forked.class, f -> f.pid() == child.pid()));
      assertTrue(first < told.indexOf(son));
      assertTrue(told.indexOf(son) < told.indexOf(grandson));
      child.end();
      events.awaitExit(grandson.pid());
      events.awaitExit(child.pid());
    }
  }

  @Test
  void tellsEveryForkAndExitOfAStorm() throws Exception {
    int count = 500;
    try (var _ = TestHost.listening(events);
        var child = Child.sh(storm(count))) {
      child.end();
      events.awaitExit(child.pid());
      var children =
          events
              .told(Forked.class)
              .filter(fork -> fork.parentPid() == child.pid())
              .map(Forked::pid)
              .toList();
      assertEquals(count, children.size());
      var ended = events.told(Exited.class).map(Exited::pid).collect(Collectors.toSet());
      assertTrue(ended.containsAll(children));
    }
  }

  private static String storm(int count) {
    return "i=0; while [ $i -lt " + count + " ]; do (:) & i=$((i+1)); done; wait; read line";
  }

  /** The telling thread is held up at a fork until the kernel has had to drop events. */
  @Test
  void repairsALossOfEvents() throws Exception {
    events.holdUp();
    try (var child = Child.sh("read line; " + storm(500));
        var host = TestHost.listening(events, 1 << 16)) {
      child.tell("go");
      events.await(Forked.class, _ -> true);
      child.end();
      try (var survivor = Child.sh("read line")) {
        events.letGo();
        var repaired =
            events.await(Repaired.class, repair -> pids(repair).contains(survivor.pid()));
        assertTrue(pids(repaired).contains(host.linux.self().pid()));
        assertFalse(pids(repaired).contains(child.pid()));
        assertTrue(host.linux.counters().getOrDefault("overruns", 0L) > 0);
        survivor.end();
        events.awaitExit(survivor.pid());
      }
    }
  }

  @Test
  void knowsTheFinalUsageOfAProcessWhoseExitWasLost() throws Exception {
    events.holdUp();
    try (var child = Child.sh("read line; " + storm(150));
        var host = TestHost.listening(events, 1 << 16)) {
      assumeTrue(host.linux.status().contains("exit records"), "needs root for exit records");
      child.tell("go");
      events.await(Forked.class, _ -> true);
      child.end();
      events.letGo();
      assertNotNull(events.awaitExit(child.pid()).usage());
    }
  }

  private static Set<Integer> pids(Repaired repair) {
    return repair.live().stream().map(TaskInfo::pid).collect(Collectors.toSet());
  }

  @Test
  void doesNotTakeThreadsForProcesses() throws Exception {
    try (var host = TestHost.listening(events);
        var child = Child.java(ManyThreads.class, "3")) {
      child.hear();
      int[] threads = host.proc.threads(child.pid());
      assertTrue(threads.length > 3);
      child.end();
      events.awaitExit(child.pid());
      var forked = events.told(Forked.class).map(Forked::pid).collect(Collectors.toSet());
      var exited = events.told(Exited.class).map(Exited::pid).collect(Collectors.toSet());
      assertTrue(forked.contains(child.pid()));
      IntStream.of(threads)
          .filter(tid -> tid != child.pid())
          .forEach(tid -> assertTrue(!forked.contains(tid) && !exited.contains(tid)));
    }
  }

  @Test
  void tellsNothingAfterItsStop() throws Exception {
    TestHost.listening(events).close();
    int told = events.told().size();
    assertInstanceOf(Closed.class, events.told().getLast());
    try (var child = Child.sh("read line")) {
      child.end();
    }
    assertEquals(told, events.told().size());
    assertTrue(
        Thread.getAllStackTraces().keySet().stream()
            .noneMatch(thread -> thread.getName().equals("corral-host-linux")));
  }
}
