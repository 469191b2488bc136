package corral.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.function.Executable;

/** Asserts that an operation is refused as SEMANTICS says. */
final class Refused {
  private Refused() {}

  /** Something that can be refused. */
  interface Operation {
    void run() throws ContainerException;
  }

  /** How an operation is refused; null if it is not. */
  static @Nullable Errno errno(Operation operation) {
    try {
      operation.run();
      return null;
    } catch (ContainerException e) {
      return e.errno();
    }
  }

  /** The refusal has this errno, and a message that is one line and names it. */
  static ContainerException with(Errno errno, Executable operation) {
    var refusal = assertThrows(ContainerException.class, operation);
    assertEquals(errno, refusal.errno(), refusal.getMessage());
    var message = String.valueOf(refusal.getMessage());
    assertTrue(message.contains(errno.text() + " (" + errno + ")"), message);
    assertFalse(message.chars().anyMatch(Character::isISOControl), message);
    return refusal;
  }
}
