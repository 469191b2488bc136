package corral.front.fuse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.admin.OpenFile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpenedFileTest {
  private static final Caller OPENER = new Caller(10, 1000, 100);

  private final List<String> written = new ArrayList<>();
  private String content = "1\n";
  private boolean gone;
  private OpenedFile file;

  /** As the engine has it: the first picture is that of all reads. */
  private OpenFile open(Caller caller) {
    return new OpenFile() {
      private String picture = "";

      @Override
      public String read() throws ContainerException {
        if (gone) {
          throw new ContainerException(Errno.ENODEV);
        }
        if (picture.isEmpty()) {
          picture = content;
        }
        return picture;
      }

      @Override
      public void write(String text) {
        written.add(caller + " " + text);
      }
    };
  }

  @BeforeEach
  void open() {
    file = new OpenedFile(this::open, OPENER, open(OPENER));
  }

  private String read(long offset) throws ContainerException {
    return new String(file.picture(offset), UTF_8);
  }

  @Test
  void readsInPiecesSeeOnePicture() throws ContainerException {
    file.take();
    content = "2\n";
    assertEquals("1\n", read(0), "it was taken when the file was opened");
    assertEquals("1\n", read(1));
    assertEquals("2\n", read(0), "from the start it is taken anew");
    content = "3\n";
    assertEquals("2\n", read(2));
  }

  @Test
  void whatWasNotTakenIsTakenByTheFirstRead() throws ContainerException {
    content = "2\n";
    assertEquals("2\n", read(0));
  }

  @Test
  void aChangeIsSeenUntilItIsRead() throws ContainerException {
    file.take();
    assertFalse(file.hasChanged());
    content = "2\n";
    assertTrue(file.hasChanged());
    read(0);
    read(0);
    assertFalse(file.hasChanged());
  }

  @Test
  void whatHasGoneHasChangedAndCannotBeRead() throws ContainerException {
    file.take();
    gone = true;
    assertTrue(file.hasChanged());
    var refusal = assertThrows(ContainerException.class, () -> file.picture(1));
    assertEquals(Errno.ENODEV, refusal.errno());
  }

  @Test
  void aWriteIsThatOfTheWriterWithTheRightsOfTheOpener() throws ContainerException {
    file.write("0", 10);
    file.write("0", 11);
    assertEquals(List.of(OPENER + " 0", new Caller(11, 1000, 100) + " 0"), written);
  }
}
