package corral.itest;

import static corral.itest.TestMachine.ROOT;
import static corral.itest.TestMachine.USER;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SEMANTICS section 2: containers. */
class ContainerRulesTest extends MountOfTwo {
  @Test
  void eachSubsystemMakesItsState() throws ContainerException {
    admin.makeContainer("/m/a/b", ROOT);
    assertEquals(List.of("one create /a/b", "two create /a/b"), log);
  }

  @Test
  void aRefusedCreateUndoesThoseBeforeIt() {
    two.refuseCreate = Errno.ENOMEM;
    Refused.with(Errno.ENOMEM, () -> admin.makeContainer("/m/a/b", ROOT));
    assertEquals(List.of("one create /a/b", "one destroy /a/b"), log);
    Refused.with(Errno.ENOENT, () -> admin.entry("/m/a/b"));
  }

  @ParameterizedTest
  @CsvSource({
    "/m/a,EEXIST",
    "/m/tasks,EEXIST",
    "/m/one.mark,EEXIST",
    "/m,EEXIST",
    "/m/x/y,ENOENT",
    "/m/tasks/x,ENOTDIR",
    "/m/.,EINVAL",
    "/m/..,EINVAL",
    "/m/a/..,EINVAL",
    "'',EINVAL",
    "relative,EINVAL",
    "/elsewhere/x,ENOENT",
    "/x,EPERM",
    "/proc/x,EPERM",
  })
  void aNameThatCannotBe(String path, Errno errno) {
    Refused.with(errno, () -> admin.makeContainer(path, ROOT));
    assertEquals(List.of(), log);
  }

  @Test
  void namesAndPathsHaveAGreatestLength() throws ContainerException {
    Refused.with(Errno.EINVAL, () -> admin.makeContainer("/m/a\nb", ROOT));
    Refused.with(Errno.EINVAL, () -> admin.makeContainer("/m/a\0b", ROOT));
    Refused.with(Errno.ENAMETOOLONG, () -> admin.makeContainer("/m/" + "x".repeat(256), ROOT));
    // Two bytes each.
    Refused.with(Errno.ENAMETOOLONG, () -> admin.makeContainer("/m/" + "ö".repeat(128), ROOT));
    admin.makeContainer("/m/" + "x".repeat(255), ROOT);
    Refused.with(Errno.ENAMETOOLONG, () -> admin.entry("/m" + "/a".repeat(2048)));
    Refused.with(Errno.ENOENT, () -> admin.entry("/m" + "/a".repeat(2047)));
  }

  @Test
  void aPathHasManyForms() throws ContainerException {
    assertEquals("/m/a", admin.entry("//m///a/").path());
    assertEquals("/m/a", admin.entry("/m/./x/../a").path());
    assertEquals("/a", admin.container("/m/a").path());
    assertEquals("/", admin.container("/m/").path());
  }

  @Test
  void flagsAreInherited() throws ContainerException {
    admin.write("/m/a/notify_on_release", "17\n", ROOT);
    admin.write("/m/a/cgroup.clone_children", "1", ROOT);
    admin.makeContainer("/m/a/b", ROOT);
    assertEquals("1\n", admin.read("/m/a/b/notify_on_release", ROOT));
    assertEquals("1\n", admin.read("/m/a/b/cgroup.clone_children", ROOT));
    assertEquals("0\n", admin.read("/m/notify_on_release", ROOT));
    admin.write("/m/a/notify_on_release", "0", ROOT);
    assertEquals("0\n", admin.read("/m/a/notify_on_release", ROOT));
    for (var text : List.of("yes", " 1", "1 ", "1\n\n", "")) {
      Refused.with(Errno.EINVAL, () -> admin.write("/m/a/notify_on_release", text, ROOT));
    }
    admin.write("/m/a/notify_on_release", "1\0" + "what follows", ROOT);
    assertEquals("1\n", admin.read("/m/a/notify_on_release", ROOT));
  }

  @Test
  void whatIsInUseCannotBeRemoved() throws ContainerException {
    Refused.with(Errno.EBUSY, () -> admin.removeContainer("/m", ROOT));
    admin.makeContainer("/m/a/b", ROOT);
    Refused.with(Errno.EBUSY, () -> admin.removeContainer("/m/a", ROOT));
    admin.attach(2, "/m/a/b", ROOT);
    Refused.with(Errno.EBUSY, () -> admin.removeContainer("/m/a/b", ROOT));
    machine.exit(2);
    admin.removeContainer("/m/a/b", ROOT);
    admin.removeContainer("/m/a", ROOT);
    Refused.with(Errno.ENOENT, () -> admin.removeContainer("/m/a", ROOT));
    Refused.with(Errno.ENOTDIR, () -> admin.removeContainer("/m/tasks", ROOT));
    Refused.with(Errno.EPERM, () -> admin.removeContainer("/proc", ROOT));
    admin.makeContainer("/m/a", ROOT);
    Refused.with(Errno.EINVAL, () -> admin.removeContainer("/m/a/.", ROOT));
    Refused.with(Errno.EINVAL, () -> admin.removeContainer("/m/a/b/..", ROOT));
    Refused.with(Errno.EINVAL, () -> admin.rename("/m/a/.", "/m/b", ROOT));
  }

  @Test
  void aReferenceKeepsAContainer() throws ContainerException {
    var first = requireNonNull(admin.container("/m/a").state(one));
    var second = requireNonNull(admin.container("/m/a").state(two));
    assertTrue(second.tryGet());
    Refused.with(Errno.EBUSY, () -> admin.removeContainer("/m/a", ROOT));
    assertTrue(first.tryGet(), "a refused removal leaves the other states usable");
    first.get();
    first.put();
    first.put();
    second.put();
    admin.removeContainer("/m/a", ROOT);
    assertFalse(first.tryGet());
    assertFalse(second.tryGet());
    assertEquals(List.of("two destroy /a", "one destroy /a"), log);
  }

  @Test
  void aRenameIsInPlace() throws ContainerException {
    admin.makeContainer("/m/b", ROOT);
    long id = admin.entry("/m/a").id();
    Refused.with(Errno.ENOTDIR, () -> admin.rename("/m/tasks", "/m/c", ROOT));
    Refused.with(Errno.EEXIST, () -> admin.rename("/m/a", "/m/b", ROOT));
    Refused.with(Errno.EEXIST, () -> admin.rename("/m/a", "/m/tasks", ROOT));
    Refused.with(Errno.EIO, () -> admin.rename("/m/a", "/m/b/a", ROOT));
    Refused.with(Errno.EBUSY, () -> admin.rename("/m", "/n", ROOT));
    Refused.with(Errno.EINVAL, () -> admin.rename("/m/a", "/m/c\nd", ROOT));
    Refused.with(Errno.ENOENT, () -> admin.rename("/m/x", "/m/y", ROOT));
    var file = admin.open("/m/a/tasks", ROOT);
    admin.rename("/m/a", "/m/c", ROOT);
    assertEquals(id, admin.entry("/m/c").id());
    assertEquals("", file.read());
    Refused.with(Errno.ENOENT, () -> admin.entry("/m/a"));
  }

  @Test
  void aFileOfARemovedContainerIsGone() throws ContainerException {
    var file = admin.open("/m/a/one.mark", ROOT);
    admin.removeContainer("/m/a", ROOT);
    Refused.with(Errno.ENODEV, file::read);
    Refused.with(Errno.ENODEV, () -> file.write("1"));
    admin.makeContainer("/m/a", ROOT);
    Refused.with(Errno.ENODEV, file::read);
  }

  @Test
  void filesSayWhatCannotBeDone() throws ContainerException {
    Refused.with(Errno.EACCES, () -> admin.read("/m/a/one.silent", ROOT));
    Refused.with(Errno.EACCES, () -> admin.write("/proc/containers", "1", ROOT));
    Refused.with(Errno.EISDIR, () -> admin.read("/m/a", ROOT));
    Refused.with(Errno.ENOTDIR, () -> admin.list("/m/a/tasks"));
    Refused.with(Errno.E2BIG, () -> admin.write("/m/a/one.mark", "1".repeat(4096), ROOT));
    admin.write("/m/a/one.mark", "1".repeat(4095), ROOT);
    Refused.with(Errno.ENOENT, () -> admin.read("/m/a/release_agent", ROOT));
    Refused.with(Errno.E2BIG, () -> admin.write("/m/release_agent", "/" + "x".repeat(4095), ROOT));
    admin.write("/m/release_agent", "/sbin/agent\n", ROOT);
    assertEquals("/sbin/agent\n", admin.read("/m/release_agent", ROOT));
  }

  @Test
  void anotherUserMayOnlyRead() throws ContainerException {
    Refused.with(Errno.EACCES, () -> admin.makeContainer("/m/a/b", USER));
    Refused.with(Errno.EACCES, () -> admin.removeContainer("/m/a", USER));
    Refused.with(Errno.EACCES, () -> admin.rename("/m/a", "/m/b", USER));
    Refused.with(Errno.EACCES, () -> admin.write("/m/a/one.mark", "1", USER));
    assertEquals("one\n", admin.read("/m/a/one.mark", USER));
  }
}
