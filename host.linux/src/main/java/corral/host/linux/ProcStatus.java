package corral.host.linux;

import java.nio.charset.StandardCharsets;

/**
 * What {@code /proc/PID/status} says of a process's identity and rights. Source:
 * proc_pid_status(5).
 *
 * @param pid the id of the process, also where the file is that of one of its threads
 * @param uid the real user id
 * @param effectiveUid the effective user id
 * @param savedUid the saved user id
 * @param effectiveGid the effective group id
 * @param capabilities a bit for each capability that is in effect
 */
record ProcStatus(
    int pid, int uid, int effectiveUid, int savedUid, int effectiveGid, long capabilities) {
  private static final int REAL = 0;
  private static final int EFFECTIVE = 1;
  private static final int SAVED = 2;

  static ProcStatus parse(byte[] content) {
    var text = new String(content, StandardCharsets.UTF_8);
    var uids = values(text, "Uid");
    return new ProcStatus(
        Integer.parseInt(values(text, "Tgid")[0]),
        Integer.parseUnsignedInt(uids[REAL]),
        Integer.parseUnsignedInt(uids[EFFECTIVE]),
        Integer.parseUnsignedInt(uids[SAVED]),
        Integer.parseUnsignedInt(values(text, "Gid")[EFFECTIVE]),
        Long.parseUnsignedLong(values(text, "CapEff")[0], 16));
  }

  /** Whether a capability is in effect; the numbers are those of capabilities(7). */
  boolean isCapable(int capability) {
    return (capabilities >>> capability & 1) == 1;
  }

  private static String[] values(String text, String name) {
    var label = "\n" + name + ":\t";
    int from = text.indexOf(label) + label.length();
    return text.substring(from, text.indexOf('\n', from)).split("\t", -1);
  }
}
