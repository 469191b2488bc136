package corral.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import corral.framework.api.event.Announcement;
import corral.framework.api.event.ContainerEvent.Bound;
import corral.framework.api.event.ContainerEvent.Gone;
import corral.framework.api.event.ContainerEvent.Unbound;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventsTest {
  private static final int PID = 7;

  private final TestShell shell;

  EventsTest() throws Exception {
    shell = new TestShell();
  }

  @BeforeEach
  void mount() throws Exception {
    shell.engine.mount("none,name=jobs", "/dev/jobs", shell.host.self());
    shell.engine.makeContainer("/dev/jobs/a", shell.host.self());
    shell.host.fork(FakeHost.SELF, PID, "sleep");
  }

  @AfterEach
  void close() {
    shell.close();
  }

  /** What the command has shown when it ends by itself. */
  private CompletableFuture<String> watch(String line) {
    var shown =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return shell.type(line).replaceAll("(?m)^[0-9:.]{12}", "hh:mm:ss.mmm");
              } catch (Exception e) {
                throw new CompletionException(e);
              }
            },
            task -> Thread.ofPlatform().start(task));
    shell.listening.join();
    return shown;
  }

  private static String end(CompletableFuture<String> shown) throws Exception {
    return shown.get(1, TimeUnit.MINUTES);
  }

  @Test
  void showsWhatHappens() throws Exception {
    var shown = watch("events -n 9");
    var self = shell.host.self();
    shell.engine.mount("none,name=more", "/more", self);
    shell.engine.makeContainer("/more/b", self);
    shell.engine.rename("/more/b", "/more/c", self);
    shell.engine.attach(PID, "/more/c", self);
    shell.engine.attach(PID, "/more", self);
    shell.engine.removeContainer("/more/c", self);
    shell.engine.unmount("/more", self);
    assertEquals(
        """
        TIME          EVENT        WHAT
        hh:mm:ss.mmm  activated    hierarchy 2 (more)
        hh:mm:ss.mmm  mounted      hierarchy 2 at /more
        hh:mm:ss.mmm  created      /more/b
        hh:mm:ss.mmm  renamed      /more/b to /more/c
        hh:mm:ss.mmm  attached     7 from /more to /more/c
        hh:mm:ss.mmm  attached     7 from /more/c to /more
        hh:mm:ss.mmm  removed      /more/c
        hh:mm:ss.mmm  unmounted    hierarchy 2 from /more
        hh:mm:ss.mmm  deactivated  hierarchy 2 (more)
        """,
        end(shown));
  }

  @Test
  void showsWhatHappensInAContainer() throws Exception {
    var shown = watch("events -n 3 /dev/jobs/a");
    var self = shell.host.self();
    shell.engine.makeContainer("/dev/jobs/ab", self);
    shell.engine.makeContainer("/dev/jobs/a/b", self);
    shell.engine.attach(PID, "/dev/jobs/a", self);
    shell.engine.attach(PID, "/dev/jobs", self);
    assertEquals(
        """
        TIME          EVENT        WHAT
        hh:mm:ss.mmm  created      /dev/jobs/a/b
        hh:mm:ss.mmm  attached     7 from /dev/jobs to /dev/jobs/a
        hh:mm:ss.mmm  attached     7 from /dev/jobs/a to /dev/jobs
        """,
        end(shown));
  }

  @ParameterizedTest
  @CsvSource({
    "events -n 1 -k created, created      /dev/jobs/b",
    "events -n 1 -k task, attached     7 from /dev/jobs to /dev/jobs/b",
    "events -n 1 -k unbound -k removed, removed      /dev/jobs/b"
  })
  void showsOneKind(String line, String expected) throws Exception {
    var shown = watch(line);
    var self = shell.host.self();
    shell.engine.makeContainer("/dev/jobs/b", self);
    shell.engine.attach(PID, "/dev/jobs/b", self);
    shell.engine.attach(PID, "/dev/jobs/a", self);
    shell.engine.removeContainer("/dev/jobs/b", self);
    assertEquals("TIME          EVENT        WHAT\nhh:mm:ss.mmm  " + expected + "\n", end(shown));
  }

  @Test
  void fitsTheTerminal() throws Exception {
    var shown = watch("events -n 1");
    shell.engine.makeContainer("/dev/jobs/" + "x".repeat(200), shell.host.self());
    assertEquals(
        "hh:mm:ss.mmm  created      /dev/jobs/" + "x".repeat(42) + "…",
        end(shown).lines().toList().getLast());
  }

  @Test
  void saysWhatWasLost() throws Exception {
    var shown = watch("events -n 3");
    var listener = shell.listening.join();
    listener.happened(new Announcement(1, 0, 0, new Bound(1, "one")));
    listener.happened(new Announcement(9, 0, 7, new Unbound(1, "one")));
    listener.happened(new Announcement(10, 0, 7, new Gone(1, "one")));
    assertEquals(
        """
        TIME          EVENT        WHAT
        hh:mm:ss.mmm  bound        one to hierarchy 1
        hh:mm:ss.mmm  lost         7 events: they came too fast
        hh:mm:ss.mmm  unbound      one from hierarchy 1
        hh:mm:ss.mmm  gone         one, hierarchy 1 keeps its place
        """,
        end(shown));
  }

  @Test
  void writesFieldsForPrograms() throws Exception {
    var shown = watch("events -n 1 | copy");
    shell.engine.makeContainer("/dev/jobs/b", shell.host.self());
    assertEquals(
        "TIME\tEVENT\tWHAT\nT\tcreated\t/dev/jobs/b\n",
        end(shown).replaceAll("[0-9-]+T[0-9:.]+Z", "T"));
  }

  @Test
  void endsWithItsReader() throws Exception {
    var shown = watch("events | first");
    for (int i = 0; !shown.isDone(); i++) {
      shell.engine.makeContainer("/dev/jobs/b" + i, shell.host.self());
    }
    assertEquals("TIME\tEVENT\tWHAT", end(shown));
  }

  @Test
  void endsWhenItIsInterrupted() throws Exception {
    var failure = new CompletableFuture<Throwable>();
    var thread =
        Thread.ofPlatform()
            .start(
                () ->
                    failure.complete(
                        assertThrows(Exception.class, () -> shell.session.execute("events"))));
    shell.listening.join();
    assertEquals(1, listeners());
    shell.session.foregroundJob().interrupt();
    assertEquals(InterruptedException.class, failure.get(1, TimeUnit.MINUTES).getClass());
    thread.join();
    shell.deaf.acquire();
    assertEquals(0, listeners());
  }

  private long listeners() {
    return shell.look("/proc/containers").lines().filter(line -> line.contains("lost=")).count();
  }

  @Test
  void saysWhatIsWrong() {
    assertEquals("'x' is not a kind of events (EINVAL)", shell.refusal("events -k x"));
    assertEquals("'0' is not a number of events (EINVAL)", shell.refusal("events -n 0"));
    assertEquals(
        "'9999999999' is not a number of events (EINVAL)", shell.refusal("events -n 9999999999"));
    assertEquals(
        "/dev/jobs/tasks: Not a directory (ENOTDIR)", shell.refusal("events /dev/jobs/tasks"));
  }
}
