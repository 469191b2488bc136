package corral.host.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.host.linux.ffi.OsException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Asks who is gone, of those whom the names of mounts and control groups tell. */
class OwnerTest {
  private final ProcReader proc = new ProcReader();
  private Owner self = new Owner(0, 0, 0);

  @BeforeEach
  void look() throws OsException {
    self = Owner.self(proc);
  }

  @AfterEach
  void close() {
    proc.close();
  }

  @Test
  void aNameTellsTheOwnerWhateverFollows() {
    assertEquals(Optional.of(self), Owner.of(self.name()));
    assertEquals(Optional.of(self), Owner.of(self.name() + "-1-a"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "corral", "corral-1-2", "corral-1-2-", "corral-1-2-x", "x-1-2-3", "host:/dir"})
  void anyOtherNameTellsNobody(String name) {
    assertEquals(Optional.empty(), Owner.of(name));
  }

  @Test
  void whoRunsIsNotGone() {
    assertFalse(self.isGone(self, proc));
  }

  @Test
  void whoHasEndedIsGone() {
    assertTrue(new Owner(999_999_999, self.start(), self.namespace()).isGone(self, proc));
  }

  @Test
  void anotherOfTheSamePidIsNotTheOwner() {
    assertTrue(new Owner(self.pid(), self.start() - 100, self.namespace()).isGone(self, proc));
  }

  @Test
  void ofPidsInAnotherNamespaceNothingIsKnown() {
    assertFalse(new Owner(999_999_999, 1, self.namespace() + 1).isGone(self, proc));
  }
}
