package corral.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
  @TempDir private Path base;

  @Test
  void goesWithItsRun() throws IOException {
    try (var directory = RunDirectory.make(base.resolve("run"))) {
      Files.createDirectories(directory.path().resolve("framework/bundle1"));
      Files.writeString(directory.path().resolve("framework/bundle1/id"), "1");
    }
    assertEquals(List.of(), left());
  }

  @Test
  void runsDoNotDisturbEachOther() throws IOException {
    try (var one = RunDirectory.make(base.resolve("run"));
        var other = RunDirectory.make(base.resolve("run"))) {
      assertNotEquals(one.path(), other.path());
      assertTrue(Files.isDirectory(one.path()));
    }
  }

  @Test
  void whatAKilledRunLeftIsRemoved() throws IOException {
    var killed = Files.createDirectories(base.resolve("run/12345"));
    Files.writeString(killed.resolve("file"), "left");
    Files.createFile(base.resolve("run/12345.lock"));
    RunDirectory.make(base.resolve("run")).close();
    assertFalse(Files.exists(killed));
    assertEquals(List.of(), left());
  }

  @Test
  void aLinkInItIsRemovedAndWhatItPointsToStays() throws IOException {
    var precious = Files.writeString(base.resolve("precious"), "");
    try (var directory = RunDirectory.make(base.resolve("run"))) {
      Files.createSymbolicLink(directory.path().resolve("link"), base);
    }
    assertTrue(Files.exists(precious));
  }

  @Test
  void mayBeClosedTwice() throws IOException {
    var directory = RunDirectory.make(base.resolve("run"));
    directory.close();
    directory.close();
    assertEquals(List.of(), left());
  }

  private List<Path> left() throws IOException {
    try (var files = Files.list(base.resolve("run"))) {
      return files.toList();
    }
  }
}
