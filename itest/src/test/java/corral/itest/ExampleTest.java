package corral.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example is dropped into a running Corral, used from the shell, and updated there. */
class ExampleTest {
  private static final Path BUILT =
      Path.of("../examples/subsys.runaway/target/subsys.runaway-1.0.0.jar");

  private static final String SCRIPT =
      """
      version = { bundles = (lb -s subsys.runaway | tac); $bundles contains "$1" }

      echo begun
      until { version 1.0.0 } { sleep 1 }
      until { try { mount runaway /dev/jobs; true } { false } } { sleep 1 }
      mkdir /dev/jobs/build
      echo 500 > /dev/jobs/build/runaway.limit_ms
      parent = (sim fork)
      attach $parent /dev/jobs/build
      child = (sim fork $parent)
      sim run $child 501
      cat /dev/jobs/build/runaway.pids | grep $child | wc -l
      sim exit $child
      cat /dev/jobs/build/runaway.started
      cat /dev/jobs/build/runaway.ran_away
      echo used
      until { version 1.0.1 } { sleep 1 }
      until { try { cat /dev/jobs/build/runaway.limit_ms; true } { false } } { sleep 1 }
      cat /dev/jobs/build/runaway.started
      cat /dev/jobs/build/runaway.ran_away
      """;

  @TempDir private Path directory;

  @Test
  void isDeployedUsedAndUpdated() throws Exception {
    var deployed = Files.createDirectory(directory.resolve("deploy")).resolve("subsys.runaway.jar");
    var process =
        Command.in(directory)
            .with("-Dfelix.fileinstall.dir=" + deployed.getParent())
            .start("--host", "sim", "-c", SCRIPT);
    try (var lines = process.inputReader()) {
      assertEquals("begun", lines.readLine());
      deploy("1.0.0", deployed);
      assertEquals("1", lines.readLine().strip());
      assertEquals("1", lines.readLine());
      assertEquals("1", lines.readLine());
      assertEquals("used", lines.readLine());
      deploy("1.0.1", deployed);
      assertEquals("500", lines.readLine());
      assertEquals("1", lines.readLine());
      assertEquals("1", lines.readLine());
      assertEquals(0, Command.end(process));
    } finally {
      process.destroy();
    }
  }

  /** Lets the bundle appear as a whole, with this version. */
  private void deploy(String version, Path file) throws IOException {
    var draft = Files.createTempFile(directory, "example", ".draft");
    try (var built = new JarFile(BUILT.toFile())) {
      var manifest = built.getManifest();
      manifest.getMainAttributes().putValue("Bundle-Version", version);
      try (var out = new JarOutputStream(Files.newOutputStream(draft), manifest)) {
        for (var entry : built.stream().toList()) {
          if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
            out.putNextEntry(entry);
            built.getInputStream(entry).transferTo(out);
          }
        }
      }
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
