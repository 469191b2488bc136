package corral.host.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import corral.framework.api.host.Accounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LinuxAccountsTest {
  private final Accounts accounts = new LinuxAccounts();

  @Test
  void rootIsZero() {
    assertEquals(OptionalInt.of(0), accounts.uid("root"));
    assertEquals(OptionalInt.of(0), accounts.gid("root"));
    assertEquals(Optional.of("root"), accounts.user(0));
    assertEquals(Optional.of("root"), accounts.group(0));
  }

  @Test
  void agreesWithWhatTheFilesSay() throws IOException {
    for (var line : Files.readAllLines(Path.of("/etc/passwd"))) {
      var fields = line.split(":", -1);
      if (fields.length == 7) {
        assertEquals(OptionalInt.of(Integer.parseInt(fields[2])), accounts.uid(fields[0]));
      }
    }
    for (var line : Files.readAllLines(Path.of("/etc/group"))) {
      var fields = line.split(":", -1);
      if (fields.length == 4) {
        assertEquals(OptionalInt.of(Integer.parseInt(fields[2])), accounts.gid(fields[0]));
      }
    }
  }

  @Test
  void whatThereIsNotIsEmpty() {
    assertEquals(OptionalInt.empty(), accounts.uid("no such user"));
    assertEquals(OptionalInt.empty(), accounts.gid(""));
    assertEquals(Optional.empty(), accounts.user(2_000_000_011));
    assertEquals(Optional.empty(), accounts.group(2_000_000_011));
  }
}
