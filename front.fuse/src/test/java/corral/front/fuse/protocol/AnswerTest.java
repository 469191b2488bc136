package corral.front.fuse.protocol;

import static corral.front.fuse.protocol.Messages.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.Errno;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Answers as {@code linux/fuse.h} lays them out. */
class AnswerTest {
  private static final Attributes SOME = new Attributes(77, 0040755, 1, 5, 6, 1500);

  private final Answer answer = new Answer(ByteBuffer.allocate(4096)).to(9);

  private ByteBuffer sent(int size) {
    var message = read(answer.success());
    assertEquals(16 + size, message.remaining());
    assertEquals(16 + size, message.getInt(0));
    assertEquals(0, message.getInt(4));
    assertEquals(9, message.getLong(8));
    return message;
  }

  @Test
  void anEntryHasItsAttributes() {
    answer.entry(SOME, Duration.ofMillis(2500));
    var message = sent(128);
    assertEquals(77, message.getLong(16), "nodeid");
    assertEquals(2, message.getLong(32), "entry_valid");
    assertEquals(500_000_000, message.getInt(48), "entry_valid_nsec");
    checkAttributes(message, 56);
  }

  @Test
  void attributesAreAskedForAnew() {
    answer.freshAttributes(SOME);
    var message = sent(104);
    assertEquals(0, message.getLong(16), "attr_valid");
    checkAttributes(message, 32);
  }

  private static void checkAttributes(ByteBuffer message, int start) {
    assertEquals(77, message.getLong(start), "ino");
    assertEquals(0, message.getLong(start + 8), "size");
    assertEquals(1, message.getLong(start + 32), "mtime");
    assertEquals(500_000_000, message.getInt(start + 52), "mtimensec");
    assertEquals(0040755, message.getInt(start + 60), "mode");
    assertEquals(1, message.getInt(start + 64), "nlink");
    assertEquals(5, message.getInt(start + 68), "uid");
    assertEquals(6, message.getInt(start + 72), "gid");
    assertEquals(4096, message.getInt(start + 80), "blksize");
  }

  @Test
  void entriesOfADirectoryFillWhatTheReaderHas() {
    assertTrue(answer.directoryEntry(77, 1, 0040755, "a", 56));
    assertFalse(answer.directoryEntry(78, 2, 0100644, "b", 56), "32 bytes more are too many");
    var message = sent(32);
    assertEquals(77, message.getLong(16), "ino");
    assertEquals(1, message.getLong(24), "off");
    assertEquals(1, message.getInt(32), "namelen");
    assertEquals(4, message.getInt(36), "type");
    assertEquals('a', message.get(40));
  }

  @Test
  void aRefusalSaysNothingElse() {
    answer.opened(1, 2);
    var message = read(answer.refusal(Errno.EACCES));
    assertEquals(16, message.remaining());
    assertEquals(-13, message.getInt(4));
  }

  @Test
  void smallAnswersHaveTheirSizes() {
    answer.opened(1, 2);
    sent(16);
    answer.to(9).written(5);
    sent(8);
    answer.to(9).polled(1);
    sent(8);
    answer.to(9).statistics();
    assertEquals(255, sent(80).getInt(16 + 44), "namelen");
    answer.to(9).data("corral".getBytes(StandardCharsets.UTF_8), 3, 2);
    assertEquals('r', sent(2).get(16));
  }

  @Test
  void anIntroductionIsAnswered() {
    answer.initialised(Negotiation.with(new Arguments.Init(7, 45, 1 << 17, -1)));
    var message = sent(64);
    assertEquals(7, message.getInt(16), "major");
    assertEquals(45, message.getInt(20), "minor");
    assertEquals(1 << 16, message.getInt(36), "max_write");
    assertEquals(32, message.getShort(44), "max_pages");
    assertEquals(1 << 10, message.getInt(48), "flags2");
    assertEquals(60, message.getShort(56), "request_timeout");
  }

  @Test
  void aNoticeIsForNoRequest() {
    var message = read(answer.pollNotice(12));
    assertEquals(24, message.remaining());
    assertEquals(1, message.getInt(4), "FUSE_NOTIFY_POLL");
    assertEquals(0, message.getLong(8));
    assertEquals(12, message.getLong(16));
  }

  @Test
  void everyErrorHasANumberOfItsOwn() {
    var numbers = Stream.of(Errno.values()).map(ErrnoNumbers::of).distinct();
    assertEquals(Errno.values().length, numbers.count());
  }
}
