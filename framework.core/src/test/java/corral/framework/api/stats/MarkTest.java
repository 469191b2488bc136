package corral.framework.api.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.stats.Mark.Figure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkTest {
  @ParameterizedTest
  @ValueSource(strings = {"running>=5", "load1>=2.5", "tasks>=0", "empty", "limit"})
  void isWrittenAsItIsRead(String text) throws ContainerException {
    assertEquals(text, Mark.parse(text).toString());
  }

  @Test
  void mayHaveBlanks() throws ContainerException {
    assertEquals(new Mark(Figure.BLOCKED, 3), Mark.parse(" blocked >= 3 "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "running", "running>5", "running>=", "load2>=1", "empty>=1", "RUNNING>=1"})
  void whatIsNoneIsRefused(String text) {
    var refusal = assertThrows(ContainerException.class, () -> Mark.parse(text));
    assertEquals(Errno.EINVAL, refusal.errno());
  }
}
