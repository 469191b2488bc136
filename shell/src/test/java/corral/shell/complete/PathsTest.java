package corral.shell.complete;

import static org.junit.jupiter.api.Assertions.assertEquals;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import corral.framework.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PathsTest {
  private static final Caller ROOT = new Caller(0, 0, 0);

  private final Engine engine = new Engine();
  private final Paths paths = new Paths(engine);

  @BeforeEach
  void mount() throws ContainerException {
    engine.mount("none,name=jobs", "/dev/jobs", ROOT);
    engine.makeContainer("/dev/jobs/Charlie", ROOT);
    engine.makeContainer("/dev/jobs/Charlie/kid", ROOT);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private static List<String> values(List<Candidate> candidates) {
    return candidates.stream().map(Candidate::value).sorted().toList();
  }

  @Test
  void goOnWithDirectories() {
    assertEquals(List.of("/dev/jobs/"), values(paths.directories("/dev/", "/")));
    assertEquals(List.of("/dev/jobs/Charlie/"), values(paths.directories("/dev/jobs/Ch", "/")));
    assertEquals(List.of("Charlie/"), values(paths.directories("", "/dev/jobs")));
    assertEquals(List.of("Charlie/kid/"), values(paths.directories("Charlie/k", "/dev/jobs")));
    assertEquals(List.of("../jobs/"), values(paths.directories("../j", "/dev/jobs")));
  }

  @Test
  void goOnWithFilesWhereTheyMay() {
    assertEquals(
        List.of(
            "Charlie/cgroup.clone_children",
            "Charlie/cgroup.events",
            "Charlie/cgroup.procs",
            "Charlie/kid/",
            "Charlie/notify_on_release",
            "Charlie/tasks"),
        values(paths.entries("Charlie/", "/dev/jobs")));
  }

  @Test
  void endWhereThereIsNothing() {
    assertEquals(List.of(), paths.directories("/nowhere/", "/"));
    assertEquals(List.of(), paths.directories("/dev/jobs/tasks/", "/"));
    assertEquals(List.of(), paths.directories("\0/", "/"));
    assertEquals(List.of(), paths.directories("x".repeat(10_000) + "/", "/"));
  }

  @Test
  void leadToPrograms(@TempDir Path directory) throws IOException {
    var program = Files.createFile(directory.resolve("program"));
    Files.createFile(directory.resolve("product"));
    Files.createDirectory(directory.resolve("problem"));
    Files.setPosixFilePermissions(program, EnumSet.allOf(PosixFilePermission.class));
    var programs = new Programs("/nowhere:" + directory + ":");
    assertEquals(List.of("program"), values(programs.of("pro")));
    assertEquals(
        Stream.of("problem/", "program").map(name -> directory + "/" + name).toList(),
        values(programs.of(directory + "/pro")));
    assertEquals(List.of(), programs.of("/nowhere/x"));
    assertEquals(List.of(), programs.of("\0/x"));
  }
}
