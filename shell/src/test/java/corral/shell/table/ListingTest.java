package corral.shell.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListingTest {
  private record Row(int pid, String command, String path) {
    @Override
    public String toString() {
      return Integer.toString(pid);
    }
  }

  private static final List<Column<Row>> COLUMNS =
      List.of(
          Column.number("PID", Row::pid),
          Column.text("COMMAND", Row::command),
          Column.text("PATH", Row::path).plainly(row -> "plain " + row.path()));

  private static Listing<Row> listing(Row... rows) {
    return Listing.of(COLUMNS, List.of(rows));
  }

  @Test
  void linesUpCellsUnderTheirHeaders() {
    assertEquals(
        """
          PID  COMMAND  PATH
            7  sh       /
        12345  sleep    /dev/container\
        """,
        listing(new Row(7, "sh", "/"), new Row(12345, "sleep", "/dev/container")).fitted(80));
  }

  @Test
  void isOnlyAHeaderIfThereIsNothing() {
    assertEquals("PID  COMMAND  PATH", listing().fitted(80));
    assertEquals("PID\tCOMMAND\tPATH", listing().tabbed());
  }

  @Test
  void cutsTheWidestTextWithAMark() {
    assertEquals(
        """
        PID  COMMAND  PATH
          7  sh       /aaaa…\
        """,
        listing(new Row(7, "sh", "/" + "a".repeat(300))).fitted(20));
  }

  @Test
  void cutsNoNumber() {
    assertEquals(
        """
              PID  C…  P…
        123456789  l…  l…\
        """,
        listing(new Row(123456789, "long".repeat(9), "long".repeat(9))).fitted(17));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 13, 20, 79, 80, 200})
  void neverPassesTheWidth(int width) {
    var table = listing(new Row(1, "x".repeat(99), "容器".repeat(99))).fitted(width);
    assertTrue(table.lines().allMatch(line -> Cells.width(line) <= width), table);
  }

  @Test
  void countsWideCharactersAsTwo() {
    assertEquals(
        """
        PID  COMMAND  PATH
          1  容器     /
          2  cafe\u0301     /\
        """,
        listing(new Row(1, "容器", "/"), new Row(2, "cafe\u0301", "/")).fitted(80));
  }

  @Test
  void neverCutsAWideCharacterInHalf() {
    assertEquals("容…", Cells.cut("容器容器", 4));
    assertEquals("容器…", Cells.cut("容器容器", 5));
  }

  @Test
  void showsNoControlCharacter() {
    var row = new Row(1, "a\u001b[2Jb\n", "/\t");
    assertEquals("PID  COMMAND  PATH\n  1  a?[2Jb?  /?", listing(row).fitted(80));
    assertEquals("PID\tCOMMAND\tPATH\n1\ta?[2Jb?\tplain /?", listing(row).tabbed());
  }

  @Test
  void isAListForScripts() {
    var row = new Row(4711, "sh", "/");
    assertEquals(List.of(row), listing(row));
    assertEquals("[4711]", listing(row).toString());
  }
}
