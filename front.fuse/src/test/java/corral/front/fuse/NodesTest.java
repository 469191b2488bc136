package corral.front.fuse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.admin.Entry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** A directory is renamed between the moment when its path is looked up and that of its use. */
class NodesTest {
  private static final long ROOT = 1;
  private static final long DIRECTORY = 2;

  private final List<String> used = new ArrayList<>();

  /** Where the directory is. */
  private String place = "/m/a";

  private final View view =
      new View() {
        @Override
        public String identity() {
          return "test";
        }

        @Override
        public long root() {
          return ROOT;
        }

        @Override
        public long number(Entry directory) {
          return directory.id();
        }

        @Override
        public void remember(Entry directory) {}

        @Override
        public String path(long number) {
          return number == ROOT ? "/m" : place;
        }

        @Override
        public void forget(long number) {}
      };

  private final FileNumbers files = new FileNumbers("");
  private final Nodes nodes = new Nodes(view, files);
  private final long directory = Node.of(DIRECTORY).number(ROOT);
  private final long file = new Node(DIRECTORY, files.of("tasks")).number(ROOT);

  private String use(String path) {
    used.add(path);
    return path;
  }

  @Test
  void whatIsFoundElsewhereDoesNotCount() throws Exception {
    var found =
        nodes.find(
            file,
            path -> {
              place = "/m/b";
              return use(path);
            });
    assertEquals("/m/b/tasks", found);
    assertEquals(List.of("/m/a/tasks", "/m/b/tasks"), used);
  }

  @Test
  void whatIsNotFoundIsLookedForAtTheNewPlace() throws Exception {
    assertEquals("/m/b/tasks", nodes.find(file, this::refusedUnlessAtB));
    assertEquals(List.of("/m/a/tasks", "/m/b/tasks"), used);
  }

  @Test
  void whatFailsIsDoneAtTheNewPlace() throws Exception {
    nodes.change(directory, this::refusedUnlessAtB);
    assertEquals(List.of("/m/a", "/m/b"), used);
  }

  @Test
  void whatSucceedsIsDoneOnce() throws Exception {
    nodes.change(
        directory,
        path -> {
          place = "/m/b";
          use(path);
        });
    assertEquals(List.of("/m/a"), used);
  }

  @Test
  void aRefusalIsTold() {
    assertRefused(() -> nodes.change(directory, this::refused));
    assertRefused(() -> nodes.find(file, this::refused));
    assertEquals(List.of("/m/a", "/m/a/tasks"), used);
  }

  /** Renames the directory at the first use. */
  private String refusedUnlessAtB(String path) throws ContainerException {
    place = "/m/b";
    return path.startsWith(place) ? use(path) : refused(path);
  }

  private String refused(String path) throws ContainerException {
    use(path);
    throw new ContainerException(Errno.ENOENT, path, "for a test");
  }

  private static void assertRefused(Executable executable) {
    var refusal = assertThrows(ContainerException.class, executable);
    assertEquals(Errno.ENOENT, refusal.errno());
  }
}
