package corral.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import corral.itest.Command.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** systemd understands the unit file. */
class ServiceFileTest {
  private static final Path VERIFIER = Path.of("/usr/bin/systemd-analyze");

  @TempDir private Path directory;

  @Test
  void isUnderstood() throws Exception {
    assumeTrue(Files.isExecutable(VERIFIER), "needs systemd-analyze");
    var corral = Command.in(directory).program();
    var text = Files.readString(corral.resolveSibling("launcher/corral.service"));
    var here = text.replace("/opt/corral/corral", corral.toString());
    var unit = Files.writeString(directory.resolve("corral.service"), here);
    assertEquals(
        new Outcome(0, "", ""),
        new Command(VERIFIER, directory, "").run("verify", "--man=no", unit.toString()));
  }
}
