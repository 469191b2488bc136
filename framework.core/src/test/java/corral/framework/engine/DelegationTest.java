package corral.framework.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import corral.framework.api.Caller;
import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.ContainerSubsystem;
import corral.framework.api.ControlFile;
import corral.framework.api.SubsystemState;
import corral.framework.api.admin.Access;
import corral.framework.api.admin.ContainerAdmin;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What users may do with containers that they were given, and what they may not. */
class DelegationTest {
  private static final Caller ROOT = new Caller(1, 0, 0);
  private static final Caller ALICE = new Caller(11, 1000, 100);
  private static final Caller BOB = new Caller(13, 1001, 100);
  private static final Map<String, Caller> CALLERS =
      Map.of("root", ROOT, "alice", ALICE, "bob", BOB);

  private final Engine engine = new Engine(Limits.DEFAULT);

  private final TestHost host =
      new TestHost()
          .with(1, 0, 0)
          .with(10, 1, ALICE.uid())
          .with(11, 1, ALICE.uid())
          .with(12, 1, ALICE.uid())
          .with(13, 1, BOB.uid())
          .with(14, 1, BOB.uid())
          .with(15, 1, ALICE.uid());

  /** A subsystem with a file that can be written and one that cannot. */
  private static final class Limited implements ContainerSubsystem<Limited.State> {
    static final class State extends SubsystemState {
      long limit;

      State(Container container) {
        super(container);
      }
    }

    @Override
    public String name() {
      return "jobs";
    }

    @Override
    public State create(Container container, @Nullable State parent) {
      return new State(container);
    }

    @Override
    public void destroy(State css) {}

    @Override
    public List<ControlFile<State>> files() {
      return List.of(
          ControlFile.<State>named("limit")
              .readsNumber(css -> css.limit)
              .writesNumber((css, n) -> css.limit = n),
          ControlFile.<State>named("failures").readsNumber(_ -> 0));
    }
  }

  /**
   * Alice has {@code /m/alice} and made {@code x} and {@code empty} in it; Bob has {@code /m/bob}.
   * Processes 10, 11, 12 and 15 are Alice's, 13 and 14 Bob's.
   */
  @BeforeEach
  void delegate() throws ContainerException {
    engine.start();
    engine.open(host, host.live());
    engine.addSubsystem(new Limited());
    engine.mount("jobs", "/m", ROOT);
    engine.makeContainer("/m/alice", ROOT);
    engine.makeContainer("/m/bob", ROOT);
    engine.changeOwner("/m/alice", ALICE.uid(), ALICE.gid(), ROOT);
    engine.changeOwner("/m/bob", BOB.uid(), BOB.gid(), ROOT);
    engine.makeContainer("/m/alice/x", ALICE);
    engine.makeContainer("/m/alice/empty", ALICE);
    engine.attach(11, "/m/alice", ROOT);
    engine.attach(12, "/m/alice/x", ROOT);
    engine.attach(13, "/m/bob", ROOT);
    engine.attach(14, "/m/alice/x", ROOT);
    engine.attach(15, "/m/bob", ROOT);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @ParameterizedTest(name = "{0}: {1} -> {2}")
  @CsvSource({
    // Containers are made, renamed and removed by those who may write to the directory above.
    "alice, mkdir /m/alice/y,                   ok",
    "alice, mkdir /m/alice/x/y,                 ok",
    "alice, mkdir /m/y,                         EACCES",
    "alice, mkdir /m/bob/y,                     EACCES",
    "root,  mkdir /m/alice/y,                   ok",
    "alice, rmdir /m/alice/empty,               ok",
    "alice, rmdir /m/alice,                     EACCES",
    "bob,   rmdir /m/alice/empty,               EACCES",
    "root,  rmdir /m/alice/empty,               ok",
    "alice, mv /m/alice/empty /m/alice/e,       ok",
    "alice, mv /m/alice /m/a,                   EACCES",
    "bob,   mv /m/alice/empty /m/alice/e,       EACCES",
    // Processes are moved by their users, within what is theirs.
    "alice, attach 11 /m/alice/x,               ok",
    "alice, attach 11 /m/alice,                 ok",
    "alice, attach 12 /m/alice,                 ok",
    "alice, attach 0 /m/alice/x,                ok",
    "alice, attach 10 /m/alice,                 EACCES",
    "alice, attach 11 /m,                       EACCES",
    "alice, attach 11 /m/bob,                   EACCES",
    "alice, attach 15 /m/alice,                 EACCES",
    "alice, attach 14 /m/alice,                 EACCES",
    "bob,   attach 14 /m/bob,                   EACCES",
    "bob,   attach 14 /m/alice/x,               EACCES",
    "bob,   attach 13 /m/bob,                   ok",
    "alice, write /m/alice/x/tasks 11,          ok",
    "alice, write /m/alice/x/cgroup.procs 11,   ok",
    "alice, write /m/alice/tasks 10,            EACCES",
    "alice, write /m/bob/tasks 11,              EACCES",
    "root,  attach 10 /m/alice/x,               ok",
    "root,  attach 14 /m/bob,                   ok",
    "alice, clone 11,                           ok",
    "alice, clone 12,                           ok",
    "alice, clone 10,                           EACCES",
    "alice, clone 15,                           EACCES",
    "bob,   clone 14,                           EACCES",
    "root,  clone 10,                           ok",
    // Limits and flags of what was given stay with him who made it.
    "alice, write /m/alice/jobs.limit 5,        EACCES",
    "alice, write /m/alice/notify_on_release 1, EACCES",
    "alice, write /m/alice/cgroup.clone_children 1, EACCES",
    "alice, write /m/release_agent /bin/sh,     EACCES",
    "alice, write /m/alice/x/jobs.limit 5,      ok",
    "alice, write /m/alice/x/notify_on_release 1, ok",
    "alice, write /m/alice/x/jobs.failures 5,   EACCES",
    "root,  write /m/alice/x/jobs.failures 5,   EACCES",
    "bob,   write /m/alice/x/jobs.limit 5,      EACCES",
    "bob,   read /m/alice/x/jobs.limit,         ok",
    // Only root gives away; an owner may choose his own group, and the write bits.
    "root,  chown 1001:100 /m/alice/x,          ok",
    "alice, chown 1001:-1 /m/alice/x,           EPERM",
    "alice, chown 1000:100 /m/alice/x,          ok",
    "alice, chown -1:100 /m/alice/x,            ok",
    "alice, chown -1:101 /m/alice/x,            EPERM",
    "alice, chown 1000:-1 /m/alice/jobs.limit,  EPERM",
    "bob,   chown -1:100 /m/alice,              EPERM",
    "root,  chown -2:0 /m/alice,                EINVAL",
    "root,  chown 0:0 /m/none,                  ENOENT",
    "root,  chown 0:0 /proc/containers,         EPERM",
    "root,  chown 0:0 /,                        EPERM",
    "alice, chmod 775 /m/alice,                 ok",
    "alice, chmod 775 /m,                       EPERM",
    "bob,   chmod 777 /m/alice/x,               EPERM",
    "alice, chmod 664 /m/alice/tasks,           ok",
    "alice, chmod 666 /m/alice/jobs.limit,      EPERM",
    "alice, chmod 444 /m/alice/x/jobs.limit,    ok",
    "alice, chmod 644 /m/alice/x/jobs.failures, EPERM",
    "alice, chmod 700 /m/alice/x,               EPERM",
    "root,  chmod 1777 /m/alice,                EPERM",
    "root,  chmod 17777 /m/alice,               EINVAL",
    "root,  chmod 444 /proc/containers,         EPERM",
    // Hierarchies are for root and for him who runs Corral.
    "alice, mount jobs /n,                      EACCES",
    "alice, umount /m,                          EACCES",
    // To kill a subtree one must be allowed to remove it and to kill everybody in it.
    "alice, rmdir-k /m/alice,                   EACCES",
    "alice, rmdir-k /m/alice/x,                 EACCES",
    "alice, rmdir-k /m/alice/empty,             ok",
  })
  void whoMayWhat(String who, String what, String answer) {
    assertEquals(answer, answer(Objects.requireNonNull(CALLERS.get(who)), what), what);
  }

  private String answer(Caller caller, String what) {
    try {
      carryOut(caller, what.split(" ", -1));
      return "ok";
    } catch (ContainerException e) {
      return e.errno().name();
    }
  }

  private void carryOut(Caller caller, String[] words) throws ContainerException {
    String last = words[words.length - 1];
    switch (words[0]) {
      case "mkdir" -> engine.makeContainer(last, caller);
      case "rmdir" -> engine.removeContainer(last, caller);
      case "rmdir-k" -> engine.killAndRemove(last, caller);
      case "mv" -> engine.rename(words[1], last, caller);
      case "attach" -> engine.attach(Integer.parseInt(words[1]), last, caller);
      case "clone" -> engine.cloneContainer(Integer.parseInt(last), "jobs", false, caller);
      case "read" -> engine.read(last, caller);
      case "write" -> engine.write(words[1], last, caller);
      case "chmod" -> engine.changeMode(last, Integer.parseInt(words[1], 8), caller);
      case "mount" -> engine.mount(words[1], last, caller);
      case "umount" -> engine.unmount(last, caller);
      case "chown" -> {
        var ids = words[1].split(":", -1);
        engine.changeOwner(last, Integer.parseInt(ids[0]), Integer.parseInt(ids[1]), caller);
      }
      default -> throw new IllegalArgumentException(words[0]);
    }
  }

  private Access access(String path) throws ContainerException {
    return engine.entry(path).access();
  }

  private static void assertRefused(String message, ContainerExecutable operation) {
    assertEquals(message, assertThrows(ContainerException.class, operation::execute).getMessage());
  }

  private interface ContainerExecutable {
    void execute() throws ContainerException;
  }

  @Test
  void aDirectoryTakesTheFilesThatMoveTasksAlongAndNoOther() throws ContainerException {
    var alices = new Access(1000, 100, 0644);
    assertEquals(new Access(1000, 100, 0755), access("/m/alice"));
    assertEquals(alices, access("/m/alice/tasks"));
    assertEquals(alices, access("/m/alice/cgroup.procs"));
    assertEquals(new Access(0, 0, 0644), access("/m/alice/jobs.limit"));
    assertEquals(new Access(0, 0, 0444), access("/m/alice/jobs.failures"));
    assertEquals(new Access(0, 0, 0644), access("/m/alice/notify_on_release"));
    assertEquals(new Access(0, 0, 0755), access("/m"));
  }

  @Test
  void aContainerIsItsMakersWithAllItsFiles() throws ContainerException {
    assertEquals(new Access(1000, 100, 0755), access("/m/alice/x"));
    assertEquals(new Access(1000, 100, 0644), access("/m/alice/x/jobs.limit"));
    engine.makeContainer("/m/alice/roots", ROOT);
    assertEquals(new Access(0, 0, 0755), access("/m/alice/roots"));
    var clone = engine.cloneContainer(11, "jobs", false, ALICE);
    assertEquals(new Access(1000, 100, 0755), access("/m" + clone.path()));
  }

  @Test
  void aGroupCanShareAContainer() throws ContainerException {
    engine.changeMode("/m/alice", 0775, ALICE);
    engine.makeContainer("/m/alice/bobs", BOB);
    assertRefused(
        "/m/alice/bobs/tasks: Permission denied (EACCES): user 1001 may not write to tasks of"
            + " /alice (owner 1000, group 100, mode 0644)",
        () -> engine.write("/m/alice/bobs/tasks", "14", BOB));
    engine.changeMode("/m/alice/tasks", 0664, ALICE);
    engine.write("/m/alice/bobs/tasks", "14", BOB);
    engine.changeMode("/m/alice", 0755, ALICE);
    assertRefused(
        "/m/alice/more: Permission denied (EACCES): user 1001 may not write to it"
            + " (owner 1000, group 100, mode 0755)",
        () -> engine.makeContainer("/m/alice/more", BOB));
  }

  @Test
  void anOwnerCanLockHimselfOutButNotRoot() throws ContainerException {
    engine.changeMode("/m/alice/x", 0555, ALICE);
    assertEquals("EACCES", answer(ALICE, "mkdir /m/alice/x/y"));
    engine.makeContainer("/m/alice/x/y", ROOT);
    engine.changeMode("/m/alice/x", 0755, ALICE);
    engine.makeContainer("/m/alice/x/z", ALICE);
  }

  @Test
  void oneFileCanBeGivenByItself() throws ContainerException {
    engine.changeOwner("/m/alice/jobs.limit", 1000, ContainerAdmin.UNCHANGED, ROOT);
    engine.write("/m/alice/jobs.limit", "7", ALICE);
    assertEquals(new Access(1000, 0, 0644), access("/m/alice/jobs.limit"));
    engine.changeOwner("/m/bob/tasks", 1000, 100, ROOT);
    assertEquals(new Access(1000, 100, 0644), access("/m/bob/cgroup.procs"));
    assertEquals(new Access(1001, 100, 0755), access("/m/bob"));
    engine.changeMode("/m/bob", 0775, BOB);
    assertEquals(new Access(1000, 100, 0644), access("/m/bob/tasks"));
  }

  @Test
  void whatWasGivenStaysGivenWhenItIsRenamed() throws ContainerException {
    engine.changeMode("/m/alice/x/jobs.limit", 0666, ALICE);
    engine.rename("/m/alice", "/m/carol", ROOT);
    assertEquals(1000, access("/m/carol").uid());
    assertEquals(0666, access("/m/carol/x/jobs.limit").mode());
  }

  @Test
  void whatWasTakenBackIsTheUsersNoMore() throws ContainerException {
    engine.changeOwner("/m/alice", 0, 0, ROOT);
    assertEquals("EACCES", answer(ALICE, "mkdir /m/alice/y"));
    assertEquals("EACCES", answer(ALICE, "attach 12 /m/alice"));
    assertEquals("ok", answer(ALICE, "mkdir /m/alice/x/y"));
  }

  @Test
  void reportsAndDirectoriesOnTheWayAreCorrals() throws ContainerException {
    assertEquals(new Access(0, 0, 0444), access("/proc/containers"));
    assertEquals(new Access(0, 0, 0555), access("/"));
  }
}
