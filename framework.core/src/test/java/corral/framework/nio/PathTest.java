package corral.framework.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.host.Accounts;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Paths answer as those of the default file system do, but where the shell needs another answer.
 */
class PathTest {
  private static final List<String> TEXTS =
      List.of(
          "",
          "/",
          "//",
          ".",
          "..",
          "a",
          "a/",
          "/a",
          "/a/",
          "//a//b",
          "a/b",
          "/a/b",
          "/a/b/c",
          "b",
          "./a",
          "../a",
          "a/..",
          "a/../b",
          "/..",
          "/../a",
          "/a/./b",
          "/a/../b",
          "/a/b/../..",
          "...",
          "/ab",
          "ab",
          " ",
          "a b",
          "/a/.",
          "/a/..");

  private final ContainerFileSystem files =
      new ContainerFileSystem(
          new FakeAdmin("/dev/container"), Optional::empty, () -> Accounts.NONE);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
  void answersOnOnePathAreThoseOfTheDefaultFileSystem(int question) {
    List<Function<Path, Object>> questions =
        List.of(
            Path::toString,
            Path::getNameCount,
            Path::isAbsolute,
            path -> String.valueOf(path.getRoot()),
            path -> String.valueOf(path.getParent()),
            path -> path.normalize().toString(),
            path -> names(path));
    for (var text : TEXTS) {
      var ask = questions.get(question);
      assertEquals(ask.apply(Path.of(text)), ask.apply(files.getPath(text)), "of '" + text + "'");
    }
  }

  static Stream<BiFunction<Path, Path, Object>> questionsOnTwo() {
    return Stream.of(
        (one, other) -> one.resolve(other).toString(),
        (one, other) -> one.resolve(other.toString()).toString(),
        (one, other) -> one.resolveSibling(other).toString(),
        Path::startsWith,
        Path::endsWith,
        Path::equals,
        (one, other) -> Integer.signum(one.compareTo(other)));
  }

  @ParameterizedTest
  @MethodSource("questionsOnTwo")
  void answersOnTwoPathsAreThoseOfTheDefaultFileSystem(BiFunction<Path, Path, Object> question) {
    for (var one : TEXTS) {
      for (var other : TEXTS) {
        assertEquals(
            question.apply(Path.of(one), Path.of(other)),
            question.apply(files.getPath(one), files.getPath(other)),
            "of '" + one + "' and '" + other + "'");
      }
    }
  }

  @Test
  void relativizesAsTheDefaultFileSystem() {
    for (var one : TEXTS) {
      for (var other : TEXTS) {
        var hasDots = (one + "/" + other).matches(".*(^|/)\\.\\.?(/.*|$)");
        if (!hasDots) {
          assertEquals(
              answer(() -> Path.of(one).relativize(Path.of(other)).toString()),
              answer(() -> files.getPath(one).relativize(files.getPath(other)).toString()),
              "from '" + one + "' to '" + other + "'");
        }
      }
    }
  }

  @Test
  void keepsDotsWhenItRelativizes() {
    var directory = files.getPath("/a");
    assertEquals(".", directory.relativize(directory.resolve(".")).toString());
    assertEquals("..", directory.relativize(directory.resolve("..")).toString());
  }

  @Test
  void theNameOfTheRootIsTheEmptyPath() {
    assertEquals(files.getPath(""), files.getPath("/").getFileName());
    assertEquals(files.getPath("b"), files.getPath("/a/b").getFileName());
    assertNull(files.getPath("/").getParent());
  }

  @Test
  void resolvesPathsOfOtherProvidersByTheirText() {
    var directory = files.getPath("/dev/container");
    assertEquals(files.getPath("/dev/container/tasks"), directory.resolve(Path.of("tasks")));
    assertEquals(files.getPath("/etc"), directory.resolve(Path.of("/etc")));
    assertEquals(files, directory.resolve(Path.of("/etc")).getFileSystem());
  }

  @Test
  void isOfItsFileSystemOnly() {
    var path = files.getPath("/a");
    var elsewhere =
        new ContainerFileSystem(
                new FakeAdmin("/dev/container"), Optional::empty, () -> Accounts.NONE)
            .getPath("/a");
    assertNotEquals(elsewhere, path);
    assertFalse(path.startsWith(elsewhere));
    assertFalse(path.startsWith(Path.of("/a")));
    assertThrows(ProviderMismatchException.class, () -> path.relativize(Path.of("/a/b")));
    assertThrows(ClassCastException.class, () -> path.compareTo(Path.of("/a")));
  }

  @Test
  void refusesNul() {
    assertThrows(InvalidPathException.class, () -> files.getPath("/a\0b"));
  }

  @Test
  void uriOfADirectoryEndsInASlash() {
    assertEquals(URI.create("container:/dev/container/"), files.getPath("/dev/container").toUri());
    assertEquals(URI.create("container:/"), files.getPath("/").toUri());
    assertEquals(
        URI.create("container:/dev/container/tasks"),
        files.getPath("/dev/container/tasks").toUri());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a b", "/a#b", "/a?b", "/a%20b", "/\u00e4", "/a:b", "/dev/container"})
  void aPathComesBackFromItsUri(String text) {
    var path = files.getPath(text);
    assertEquals(path, files.provider().getPath(path.toUri()));
  }

  @Test
  void urisOfOtherSchemesAreRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> files.provider().getPath(URI.create("file:/a")));
    assertThrows(
        IllegalArgumentException.class, () -> files.provider().getPath(URI.create("container:a")));
  }

  @Test
  void relativePathsBeginAtTheRootIfThereIsNoHost() {
    assertEquals(files.getPath("/a"), files.getPath("a").toAbsolutePath());
    assertEquals(files.getPath("/"), files.getPath("").toAbsolutePath());
  }

  @Test
  void matchesGlobs() {
    assertTrue(files.getPathMatcher("glob:*.cpus").matches(files.getPath("cpuset.cpus")));
    assertFalse(files.getPathMatcher("glob:*.cpus").matches(files.getPath("tasks")));
  }

  private static List<String> names(Path path) {
    var names = new ArrayList<String>();
    path.forEach(name -> names.add(name.toString()));
    return names;
  }

  private static Object answer(java.util.function.Supplier<Object> question) {
    try {
      return question.get();
    } catch (IllegalArgumentException e) {
      return e.getClass();
    }
  }
}
