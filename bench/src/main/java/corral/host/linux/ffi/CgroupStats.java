package corral.host.linux.ffi;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * The kernel's own statistics of a container, which it gathers by a walk over its threads. For one
 * thread at a time. Source: {@code <linux/cgroupstats.h>}.
 */
public final class CgroupStats implements AutoCloseable {
  private static final int CGROUPSTATS_CMD_GET = 4;
  private static final int CGROUPSTATS_CMD_ATTR_FD = 1;
  private static final int COUNTS = NetlinkSocket.NLMSGHDR_SIZE + 4 + 4;
  private static final int STATES = 5;
  private static final int BUFFER_BYTES = 1 << 16;

  private final TaskstatsFamily taskstats;
  private final Descriptor directory;

  private CgroupStats(TaskstatsFamily taskstats, Descriptor directory) {
    this.taskstats = taskstats;
    this.directory = directory;
  }

  /** Those of a directory of a cgroup v1 hierarchy. */
  public static CgroupStats of(Path directory) throws OsException {
    try (var arena = Arena.ofConfined()) {
      int fd = new LibC(arena).open(arena.allocateFrom(directory.toString()), ProcFiles.O_CLOEXEC);
      var opened = new Descriptor(OsException.check(fd, directory.toString()));
      return new CgroupStats(TaskstatsFamily.open(BUFFER_BYTES, 1), opened);
    }
  }

  /** Asks; answers how many threads there are in all states together that it counts. */
  public long ask() throws OsException {
    var fd =
        ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder()).putInt(directory.fd());
    taskstats.request(CGROUPSTATS_CMD_GET, CGROUPSTATS_CMD_ATTR_FD, fd.array(), 0);
    if (taskstats.receive() != 1) {
      throw new OsException("cgroupstats", ErrorNumber.ENODEV);
    }
    var answer = taskstats.message(0);
    TaskstatsFamily.failOnError(answer);
    long threads = 0;
    for (int state = 0; state < STATES; state++) {
      threads += answer.get(JAVA_LONG_UNALIGNED, COUNTS + (long) state * Long.BYTES);
    }
    return threads;
  }

  @Override
  public void close() {
    taskstats.close();
    directory.close();
  }
}
