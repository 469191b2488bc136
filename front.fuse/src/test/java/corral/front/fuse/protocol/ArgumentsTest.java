package corral.front.fuse.protocol;

import static corral.front.fuse.protocol.Messages.recorded;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.front.fuse.protocol.Arguments.Forgotten;
import corral.front.fuse.protocol.Arguments.Init;
import corral.front.fuse.protocol.Arguments.Poll;
import corral.front.fuse.protocol.Arguments.Read;
import corral.front.fuse.protocol.Arguments.Rename;
import corral.front.fuse.protocol.Arguments.SetAttributes;
import corral.front.fuse.protocol.Arguments.Write;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Requests as a kernel has sent them. */
class ArgumentsTest {
  @BeforeAll
  static void orderOfTheRecordings() {
    assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN, "needs a little-endian machine");
  }

  @Test
  void aHeaderNamesTheCaller() throws ContainerException {
    var request =
        recorded(
            "2e000000 01000000 1a00000000000000 0000030000000000 01000000 02000000 c0680000"
                + " 00000000 7461736b7300");
    assertEquals(Opcode.LOOKUP, request.opcode());
    assertEquals(26, request.unique());
    assertEquals(3 << 16, request.node());
    assertEquals(1, request.uid());
    assertEquals(2, request.gid());
    assertEquals(0x68c0, request.thread());
    assertEquals("tasks", Arguments.name(request));
  }

  @Test
  void whatIsNotKnownIsSomethingElse() {
    assertEquals(
        Opcode.OTHER,
        recorded(
                "4400000016000000 2a000000000000001100030000000000 000000000000000000000000"
                    + " b868000000000000000000000000000073656375726974792e6361706162696c69747900")
            .opcode());
  }

  @Test
  void aKernelIntroducesItself() {
    var init =
        Init.of(
            recorded(
                "680000001a000000020000000000000000000000000000000000000000000000000000000000000007000000"
                    + " 2d000000 00000200 fbffff73 fd050000 0000000000000000000000000000000000"
                    + "000000000000000000000000000000000000000000000000000000"));
    assertEquals(new Init(7, 45, 1 << 17, 0x5fd_73ff_fffbL), init);
    var agreed = Negotiation.with(init);
    assertEquals(45, agreed.minor());
    assertEquals(60, agreed.requestTimeoutSeconds());
    assertEquals(
        0, Negotiation.with(new Init(7, 31, 1 << 17, 0xffff_ffffL)).requestTimeoutSeconds());
  }

  @Test
  void makesRenamesAndRemoves() throws ContainerException {
    var mkdir =
        "32000000090000000c0000000000000001000000000000000000000000000000bd68000000000000"
            + " ed010000 12000000 4100";
    assertEquals("A", Arguments.mkdir(recorded(mkdir)));
    var rename2 =
        "3c0000002d000000140000000000000001000000000000000000000000000000bf68000000000000"
            + " 0100000000000000 01000000 00000000 4100 4200";
    assertEquals(new Rename("A", 1, "B", 1), Rename.withFlags(recorded(rename2)));
    var rename =
        "340000000c000000140000000000000001000000000000000000000000000000bf68000000000000"
            + " 0100000000000000 4100 4200";
    assertEquals(new Rename("A", 1, "B", 0), Rename.of(recorded(rename)));
  }

  @Test
  void readsAndWrites() {
    var read =
        "500000000f000000200000000000000010000300000000000000000000000000c068000000000000"
            + " 0100205331c8211a 0500000000000000 00000200 02000000 4105e965ae1f35ca"
            + " 0080000000000000";
    assertEquals(new Read(0x1a21c83153200001L, 5, 1 << 17), Read.of(recorded(read)));
    assertEquals(0x1a21c83153200001L, Arguments.handle(recorded(read)));
    var write =
        "52000000100000002e0000000000000011000300000000000000000000000000b868000000000000"
            + " 0200205331c8211a 0000000000000000 02000000 02000000 7216067f3a12911e 01800000"
            + " 00000000 300a";
    assertEquals(new Write(0x1a21c83153200002L, 2, "0\n"), Write.of(recorded(write)));
  }

  @Test
  void changesAttributes() {
    var header = "80000000040000003a0000000000000000000300000000000000000000000000c368000000000000";
    var chmod =
        SetAttributes.of(
            recorded(header + "01000000" + "00".repeat(64) + "fd41" + "00".repeat(18)));
    assertTrue(chmod.has(SetAttributes.MODE));
    assertFalse(chmod.has(SetAttributes.UID | SetAttributes.GID));
    assertEquals(0040775, chmod.mode());
    var chown =
        SetAttributes.of(
            recorded(header + "06000000" + "00".repeat(72) + "05000000" + "06000000" + "00000000"));
    assertEquals(new SetAttributes(SetAttributes.UID | SetAttributes.GID, 0, 5, 6), chown);
  }

  @Test
  void opensAndAsksForRights() {
    var open =
        "300000000e000000280000000000000011000300000000000000000000000000b868000000000000"
            + " 0182000000000000";
    assertEquals(0100000 | 01000 | 1, Arguments.openFlags(recorded(open)));
    var access =
        "30000000220000006e0000000000000010000200000000000000000000000000b868000000000000"
            + " 0200000000000000";
    assertEquals(2, Arguments.accessMask(recorded(access)));
  }

  @Test
  void forgets() {
    var many =
        "600000002a0000005e00000000000000000000000000000000000000000000000000000000000000"
            + " 03000000 00000000 1100030000000000 0100000000000000 1000030000000000"
            + " 0100000000000000 0000030000000000 0b00000000000000";
    assertEquals(
        List.of(new Forgotten(0x30011, 1), new Forgotten(0x30010, 1), new Forgotten(0x30000, 11)),
        Forgotten.many(recorded(many)));
  }

  @Test
  void polls() {
    var header = "40000000280000003a0000000000000000000300000000000000000000000000c368000000000000";
    var handles = "0100000000000000 0200000000000000";
    assertEquals(
        new Poll(1, 2, true), Poll.of(recorded(header + handles + "01000000" + "43010000")));
    assertEquals(
        new Poll(1, 2, false), Poll.of(recorded(header + handles + "00000000" + "43010000")));
  }

  @Test
  void aNameThatIsNoTextIsRefused() {
    var latin =
        "2a000000010000000a0000000000000001000000000000000000000000000000bd68000000000000 e400";
    var refusal = assertThrows(ContainerException.class, () -> Arguments.name(recorded(latin)));
    assertEquals(Errno.EINVAL, refusal.errno());
  }
}
