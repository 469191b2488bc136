package corral.figures;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.figures.api.Absence;
import corral.figures.api.Figure;
import corral.figures.api.Sample;
import corral.figures.api.Survey;
import corral.framework.api.ContainerException;
import corral.testkit.Testbed;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class SurveyorTest {
  private static final String NOBODY = "no bundle tells what tasks do";

  @AutoClose private final Testbed testbed = new Testbed();
  private final Means all = new Means(true, true, true, testbed.machine(), null);
  private final Means none = new Means(false, false, false, null, null);

  private Survey survey(Means means) {
    return new Surveyor(testbed.admin(), means).survey(Optional.empty());
  }

  private static Sample sample(Survey survey, String path) {
    return survey.samples().stream()
        .filter(sample -> (sample.mount() + sample.path()).equals(path))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void countsTasksWithThoseBelow() throws ContainerException {
    testbed.mount("none,name=jobs", "/jobs");
    testbed.mkdir("/jobs/a");
    testbed.mkdir("/jobs/a/b");
    testbed.mkdir("/jobs/c");
    testbed.forkInto("/jobs/a");
    testbed.forkInto("/jobs/a/b");
    testbed.forkInto("/jobs/a/b");
    var survey = survey(none);
    assertEquals(
        List.of("/ 0", "/a 1", "/a/b 2", "/c 1"),
        survey.samples().stream().map(sample -> sample.path() + " " + sample.depth()).toList());
    assertEquals(OptionalDouble.of(3), sample(survey, "/jobs/a").figure(Figure.TASKS));
    assertEquals(OptionalDouble.of(2), sample(survey, "/jobs/a/b").figure(Figure.TASKS));
    assertEquals(OptionalDouble.of(0), sample(survey, "/jobs/c").figure(Figure.TASKS));
    assertEquals(
        testbed.admin().tasks().size(),
        sample(survey, "/jobs/").figure(Figure.TASKS).orElseThrow());
  }

  @Test
  void looksAtEveryMountedHierarchyOnce() throws ContainerException {
    testbed.mount("none,name=jobs", "/jobs");
    testbed.mount("name=jobs", "/again");
    testbed.mount("none,name=more", "/more");
    assertEquals(
        List.of("/jobs", "/more"), survey(none).samples().stream().map(Sample::mount).toList());
  }

  @Test
  void looksAtAPartOfATree() throws ContainerException {
    testbed.mount("none,name=jobs", "/jobs");
    testbed.mkdir("/jobs/a");
    testbed.mkdir("/jobs/a/b");
    testbed.mkdir("/jobs/c");
    var top = Optional.of(testbed.admin().container("/jobs/a"));
    var samples = new Surveyor(testbed.admin(), none).survey(top).samples();
    assertEquals(List.of("/a", "/a/b"), samples.stream().map(Sample::path).toList());
    assertEquals(0, samples.getFirst().depth());
  }

  @Test
  void keepsTheNumberOfAContainerThatIsRenamed() throws ContainerException {
    testbed.mount("none,name=jobs", "/jobs");
    testbed.mkdir("/jobs/a");
    long before = sample(survey(none), "/jobs/a").container();
    testbed.admin().rename("/jobs/a", "/jobs/b", Testbed.ROOT);
    assertEquals(before, sample(survey(none), "/jobs/b").container());
  }

  @Test
  void readsFiles() throws ContainerException {
    var cpuacct = testbed.add(new Books("cpuacct", "usage"));
    var beans =
        testbed.add(
            new Books(
                "beancounter",
                "physpages.held",
                "numfiles.held",
                "numfiles.failcnt",
                "numtasks.failcnt"));
    testbed.mount("cpuacct,beancounter", "/c");
    testbed.mkdir("/c/a");
    cpuacct.put("/", "usage", 70).put("/a", "usage", 30);
    beans.put("/", "physpages.held", 5).put("/a", "physpages.held", 2);
    beans.put("/", "numfiles.held", 10).put("/a", "numfiles.held", 7);
    beans
        .put("/", "numfiles.failcnt", 1)
        .put("/a", "numfiles.failcnt", 2)
        .put("/a", "numtasks.failcnt", 4);
    var survey = survey(all);
    assertEquals(
        Map.of(
            Figure.TASKS,
            0.0,
            Figure.CPU_NANOS,
            30.0,
            Figure.MEMORY_BYTES,
            8192.0,
            Figure.OPEN_FILES,
            7.0,
            Figure.LIMIT_HITS,
            6.0),
        sample(survey, "/c/a").figures());
    var root = sample(survey, "/c/");
    assertEquals(OptionalDouble.of(70), root.figure(Figure.CPU_NANOS), "includes what is below");
    assertEquals(OptionalDouble.of(7 * 4096), root.figure(Figure.MEMORY_BYTES));
    assertEquals(OptionalDouble.of(17), root.figure(Figure.OPEN_FILES));
    assertEquals(OptionalDouble.of(7), root.figure(Figure.LIMIT_HITS));
    assertEquals(Map.of(Figure.RUNNING, NOBODY), reasons(survey, "/c"));
  }

  @Test
  void addsTheHitsOfAllSubsystemsThatHaveLimits() throws ContainerException {
    var beans = testbed.add(new Books("beancounter", "numfiles.failcnt"));
    var tasks = testbed.add(new Books("numtasks", "shares", "stats"));
    tasks.say(
        "stats",
        """
        numtasks: Current usage 9
        numtasks: Number of failures %d
        numtasks: Number of forkrate failures 2
        numtasks: Limit 10
        """);
    testbed.mount("numtasks", "/n");
    assertEquals(OptionalDouble.of(2), sample(survey(none), "/n/").figure(Figure.LIMIT_HITS));
    testbed.bind("beancounter", "/n");
    testbed.mkdir("/n/a");
    tasks.put("/a", "stats", 5);
    beans.put("/a", "numfiles.failcnt", 100);
    assertEquals(OptionalDouble.of(107), sample(survey(none), "/n/a").figure(Figure.LIMIT_HITS));
    assertEquals(OptionalDouble.of(109), sample(survey(none), "/n/").figure(Figure.LIMIT_HITS));
    beans.put("/a", "numfiles.failcnt", Books.REFUSED);
    var hits = sample(survey(none), "/n/a").figure(Figure.LIMIT_HITS);
    assertEquals(OptionalDouble.empty(), hits, "one part of it is not known");
  }

  @Test
  void readsFilesWithoutPrefix() throws ContainerException {
    testbed.add(new Books("cpuacct", "usage")).put("/", "usage", 3);
    testbed.mount("cpuacct,noprefix", "/c");
    assertEquals(OptionalDouble.of(3), sample(survey(all), "/c/").figure(Figure.CPU_NANOS));
  }

  @Test
  void saysWhyAFigureIsNotKnown() throws ContainerException {
    testbed.add(new Books("cpuacct", "usage"));
    testbed.mount("none,name=jobs", "/jobs");
    assertEquals(
        Map.of(
            Figure.RUNNING, NOBODY,
            Figure.CPU_NANOS, "cpuacct is bound nowhere: subsys bind cpuacct /jobs",
            Figure.MEMORY_BYTES, "there is no subsystem beancounter",
            Figure.OPEN_FILES, "there is no subsystem beancounter",
            Figure.LIMIT_HITS, "there is no subsystem beancounter"),
        reasons(survey(all), "/jobs"));
    testbed.mount("cpuacct", "/c");
    assertEquals(
        "cpuacct is bound to hierarchy 2 at /c",
        reasons(survey(all), "/jobs").get(Figure.CPU_NANOS));
  }

  private static Map<Figure, String> reasons(Survey survey, String place) {
    return survey.absences().stream()
        .filter(absence -> absence.place().equals(place))
        .collect(toMap(absence -> absence.figures().iterator().next(), Absence::reason));
  }

  @Test
  void takesNoZeroForAFigureThatNobodyTells() throws ContainerException {
    testbed.add(new Books("cpuacct", "usage"));
    testbed.add(new Books("beancounter", "physpages.held", "numfiles.held", "numfiles.failcnt"));
    testbed.mount("cpuacct,beancounter", "/c");
    var survey = survey(none);
    assertEquals(
        Set.of(Figure.TASKS, Figure.LIMIT_HITS), survey.samples().getFirst().figures().keySet());
    assertEquals(
        Map.of(
            Figure.RUNNING, NOBODY,
            Figure.CPU_NANOS, "the host does not tell CPU time",
            Figure.MEMORY_BYTES, "the host does not tell memory",
            Figure.OPEN_FILES, "the host does not tell open files"),
        reasons(survey, "/c"));
  }

  @Test
  void asksWhatTasksDo() throws ContainerException {
    testbed.mount("none,name=jobs", "/jobs");
    var statistics = new FixedStatistics();
    var told = survey(new Means(false, false, false, null, statistics));
    assertEquals(
        Map.of(
            Figure.RUNNING, 1.0,
            Figure.BLOCKED, 2.0,
            Figure.UNINTERRUPTIBLE, 3.0,
            Figure.SLEEPING, 4.0,
            Figure.STOPPED, 5.0,
            Figure.LOAD1, 0.5,
            Figure.LOAD5, 0.25,
            Figure.LOAD15, 0.125),
        withoutTasks(told.samples().getFirst()));
    statistics.tellsBlocked = false;
    told = survey(new Means(false, false, false, null, statistics));
    assertEquals(OptionalDouble.empty(), told.samples().getFirst().figure(Figure.BLOCKED));
    assertEquals("the host does not tell", reasons(told, "/jobs").get(Figure.BLOCKED));
  }

  private static Map<Figure, Double> withoutTasks(Sample sample) {
    var figures = new EnumMap<>(sample.figures());
    figures.remove(Figure.TASKS);
    return figures;
  }

  @Test
  void doesNotKnowASumOfWhichAPartIsRefused() throws ContainerException {
    var beans = testbed.add(new Books("beancounter", "numfiles.held"));
    testbed.mount("beancounter", "/c");
    testbed.mkdir("/c/a");
    testbed.mkdir("/c/b");
    beans.put("/a", "numfiles.held", Books.REFUSED);
    var survey = survey(all);
    assertEquals(OptionalDouble.empty(), sample(survey, "/c/").figure(Figure.OPEN_FILES));
    assertEquals(OptionalDouble.empty(), sample(survey, "/c/a").figure(Figure.OPEN_FILES));
    assertEquals(OptionalDouble.of(0), sample(survey, "/c/b").figure(Figure.OPEN_FILES));
    assertEquals(
        "/c/a/beancounter.numfiles.held: Input/output error (EIO): as the test wants",
        reasons(survey, "/c").get(Figure.OPEN_FILES));
  }

  @Test
  void leavesOutWhatIsRemovedMeanwhile() throws ContainerException {
    var cpuacct = testbed.add(new Books("cpuacct", "usage"));
    testbed.mount("cpuacct", "/c");
    testbed.mkdir("/c/a");
    testbed.mkdir("/c/b");
    cpuacct.whenRead(
        "/a",
        () -> {
          testbed.rmdir("/c/b");
          testbed.rmdir("/c/a");
        });
    var survey = survey(all);
    assertEquals(List.of("/", "/a"), survey.samples().stream().map(Sample::path).toList());
    assertEquals(List.of("/"), survey(all).samples().stream().map(Sample::path).toList());
  }

  @Test
  void makesRoomForOthersAfterACostlySurvey() {
    var survey = new Survey(List.of(), List.of(), Duration.ofMillis(300));
    assertEquals(Duration.ofSeconds(3), survey.interval(Duration.ofSeconds(2)));
    assertEquals(Duration.ofSeconds(5), survey.interval(Duration.ofSeconds(5)));
    assertTrue(survey(none).cost().toNanos() >= 0);
  }
}
