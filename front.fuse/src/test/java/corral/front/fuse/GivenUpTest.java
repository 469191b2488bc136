package corral.front.fuse;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class GivenUpTest {
  private static final long SOON = GivenUp.SOON.toNanos();

  private final GivenUp givenUp = new GivenUp();

  @Test
  void onceIsNotAgain() {
    givenUp.add("/a", 1);
    givenUp.add("/b", 2);
    assertFalse(givenUp.isAgain("/a"));
    givenUp.add("/a", 1 + SOON);
    assertFalse(givenUp.isAgain("/a"), "not soon");
  }

  @Test
  void soonIsAgain() {
    givenUp.add("/a", 1);
    givenUp.add("/a", SOON);
    assertTrue(givenUp.isAgain("/a"));
    assertFalse(givenUp.isAgain("/b"));
  }

  @Test
  void whoIsUnmountedBeginsAnew() {
    givenUp.add("/a", 1);
    givenUp.add("/a", 2);
    givenUp.retainAll(List.of("/b"));
    assertFalse(givenUp.isAgain("/a"));
    givenUp.add("/a", 3);
    assertFalse(givenUp.isAgain("/a"));
  }
}
