package corral.host.linux.ffi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares every constant, size and offset of the native layer with the C headers. */
class HeaderTest {
  private static final Map<String, Integer> EXPECTED = new LinkedHashMap<>();

  static {
    constants();
    structures();
  }

  private static void constants() {
    EXPECTED.put("AF_NETLINK", NetlinkSocket.AF_NETLINK);
    EXPECTED.put("SOCK_DGRAM", NetlinkSocket.SOCK_DGRAM);
    EXPECTED.put("SOCK_NONBLOCK", NetlinkSocket.SOCK_NONBLOCK);
    EXPECTED.put("SOCK_CLOEXEC", NetlinkSocket.SOCK_CLOEXEC);
    EXPECTED.put("SOL_SOCKET", NetlinkSocket.SOL_SOCKET);
    EXPECTED.put("SO_RCVBUF", NetlinkSocket.SO_RCVBUF);
    EXPECTED.put("SO_RCVBUFFORCE", NetlinkSocket.SO_RCVBUFFORCE);

    EXPECTED.put("NETLINK_CONNECTOR", ProcessConnector.NETLINK_CONNECTOR);
    EXPECTED.put("CN_IDX_PROC", ProcessConnector.CN_IDX_PROC);
    EXPECTED.put("CN_VAL_PROC", ProcessConnector.CN_VAL_PROC);
    EXPECTED.put("NLMSG_DONE", ProcessConnector.NLMSG_DONE);
    EXPECTED.put("PROC_CN_MCAST_LISTEN", ProcessConnector.PROC_CN_MCAST_LISTEN);
    EXPECTED.put("PROC_CN_MCAST_IGNORE", ProcessConnector.PROC_CN_MCAST_IGNORE);
    EXPECTED.put("PROC_EVENT_NONE", ProcessConnector.PROC_EVENT_NONE);
    EXPECTED.put("PROC_EVENT_FORK", ProcessConnector.PROC_EVENT_FORK);
    EXPECTED.put("PROC_EVENT_EXEC", ProcessConnector.PROC_EVENT_EXEC);
    EXPECTED.put("PROC_EVENT_EXIT", ProcessConnector.PROC_EVENT_EXIT);

    EXPECTED.put("NETLINK_GENERIC", TaskstatsFamily.NETLINK_GENERIC);
    EXPECTED.put("NLM_F_REQUEST", TaskstatsFamily.NLM_F_REQUEST);
    EXPECTED.put("NLM_F_ACK", TaskstatsFamily.NLM_F_ACK);
    EXPECTED.put("NLMSG_ERROR", TaskstatsFamily.NLMSG_ERROR);
    EXPECTED.put("GENL_ID_CTRL", TaskstatsFamily.GENL_ID_CTRL);
    EXPECTED.put("CTRL_CMD_GETFAMILY", TaskstatsFamily.CTRL_CMD_GETFAMILY);
    EXPECTED.put("CTRL_ATTR_FAMILY_ID", TaskstatsFamily.CTRL_ATTR_FAMILY_ID);
    EXPECTED.put("CTRL_ATTR_FAMILY_NAME", TaskstatsFamily.CTRL_ATTR_FAMILY_NAME);
    EXPECTED.put("TASKSTATS_CMD_GET", TaskstatsFamily.TASKSTATS_CMD_GET);
    EXPECTED.put(
        "TASKSTATS_CMD_ATTR_REGISTER_CPUMASK", ExitRecords.TASKSTATS_CMD_ATTR_REGISTER_CPUMASK);
    EXPECTED.put("TASKSTATS_CMD_ATTR_TGID", TaskstatsFamily.TASKSTATS_CMD_ATTR_TGID);
    EXPECTED.put("TASKSTATS_TYPE_PID", TaskstatsFamily.TASKSTATS_TYPE_PID);
    EXPECTED.put("TASKSTATS_TYPE_TGID", TaskstatsFamily.TASKSTATS_TYPE_TGID);
    EXPECTED.put("TASKSTATS_TYPE_STATS", TaskstatsFamily.TASKSTATS_TYPE_STATS);
    EXPECTED.put("TASKSTATS_TYPE_AGGR_PID", TaskstatsFamily.TASKSTATS_TYPE_AGGR_PID);
    EXPECTED.put("TASKSTATS_TYPE_AGGR_TGID", TaskstatsFamily.TASKSTATS_TYPE_AGGR_TGID);

    EXPECTED.put("EFD_NONBLOCK", Readiness.EFD_NONBLOCK);
    EXPECTED.put("EFD_CLOEXEC", Readiness.EFD_CLOEXEC);
    EXPECTED.put("POLLIN", (int) Readiness.POLLIN);
    EXPECTED.put("O_CLOEXEC", ProcFiles.O_CLOEXEC);
    EXPECTED.put("O_WRONLY", KernelFile.O_WRONLY);
    EXPECTED.put("CLOCK_MONOTONIC", Clocks.CLOCK_MONOTONIC);
    EXPECTED.put("CLOCK_REALTIME_COARSE", Clocks.CLOCK_REALTIME_COARSE);
    EXPECTED.put("CLOCK_BOOTTIME", Clocks.CLOCK_BOOTTIME);
    EXPECTED.put("_SC_CLK_TCK", Clocks.SC_CLK_TCK);
    EXPECTED.put("_SC_PAGESIZE", Pages.SC_PAGESIZE);

    EXPECTED.put("O_RDWR", FuseDevice.O_RDWR);
    EXPECTED.put("O_NONBLOCK", FuseDevice.O_NONBLOCK);
    EXPECTED.put("MS_NOSUID", (int) FuseDevice.MS_NOSUID);
    EXPECTED.put("MS_NODEV", (int) FuseDevice.MS_NODEV);
    EXPECTED.put("MS_NOEXEC", (int) FuseDevice.MS_NOEXEC);
    EXPECTED.put("MNT_DETACH", FileSystemMounts.MNT_DETACH);
    EXPECTED.put("UMOUNT_NOFOLLOW", FileSystemMounts.UMOUNT_NOFOLLOW);

    EXPECTED.put("AF_UNIX", FuseHelper.AF_UNIX);
    EXPECTED.put("SOCK_STREAM", FuseHelper.SOCK_STREAM);
    EXPECTED.put("SCM_RIGHTS", FuseHelper.SCM_RIGHTS);
    EXPECTED.put("MSG_CMSG_CLOEXEC", FuseHelper.MSG_CMSG_CLOEXEC);
    EXPECTED.put("F_SETFL", FuseHelper.F_SETFL);

    EXPECTED.put("RLIMIT_NOFILE", FileLimit.RLIMIT_NOFILE);
    EXPECTED.put("SYS_migrate_pages", NodePages.SYS_MIGRATE_PAGES);
    EXPECTED.put("SYS_getpriority", LibC.SYS_GETPRIORITY);
    EXPECTED.put("PRIO_PROCESS", Niceness.PRIO_PROCESS);
    EXPECTED.put("SYS_pidfd_open", LibC.SYS_PIDFD_OPEN);
    EXPECTED.put("SYS_pidfd_send_signal", LibC.SYS_PIDFD_SEND_SIGNAL);
    EXPECTED.put("SIGKILL", Pidfd.SIGKILL);
    EXPECTED.put("SIGCONT", Pidfd.SIGCONT);
    EXPECTED.put("SIGSTOP", Pidfd.SIGSTOP);

    EXPECTED.put("EPERM", ErrorNumber.EPERM);
    EXPECTED.put("ENOENT", ErrorNumber.ENOENT);
    EXPECTED.put("ESRCH", ErrorNumber.ESRCH);
    EXPECTED.put("EINTR", ErrorNumber.EINTR);
    EXPECTED.put("EIO", ErrorNumber.EIO);
    EXPECTED.put("EAGAIN", ErrorNumber.EAGAIN);
    EXPECTED.put("ENOMEM", ErrorNumber.ENOMEM);
    EXPECTED.put("EACCES", ErrorNumber.EACCES);
    EXPECTED.put("EBUSY", ErrorNumber.EBUSY);
    EXPECTED.put("EEXIST", ErrorNumber.EEXIST);
    EXPECTED.put("ENODEV", ErrorNumber.ENODEV);
    EXPECTED.put("ENOTDIR", ErrorNumber.ENOTDIR);
    EXPECTED.put("EINVAL", ErrorNumber.EINVAL);
    EXPECTED.put("EMFILE", ErrorNumber.EMFILE);
    EXPECTED.put("ENOSPC", ErrorNumber.ENOSPC);
    EXPECTED.put("ERANGE", ErrorNumber.ERANGE);
    EXPECTED.put("ENOBUFS", ErrorNumber.ENOBUFS);
    EXPECTED.put("ECONNREFUSED", ErrorNumber.ECONNREFUSED);
  }

  private static void structures() {
    size("struct rlimit", FileLimit.RLIMIT_BYTES);
    offset("struct rlimit", "rlim_cur", FileLimit.RLIM_CUR);
    offset("struct rlimit", "rlim_max", FileLimit.RLIM_MAX);
    offset("struct sockaddr_nl", "nl_pid", NetlinkSocket.SOCKADDR_NL_PID);
    offset("struct sockaddr_nl", "nl_groups", NetlinkSocket.SOCKADDR_NL_GROUPS);
    size("struct sockaddr_nl", NetlinkSocket.SOCKADDR_NL_SIZE);
    offset("struct nlmsghdr", "nlmsg_len", NetlinkSocket.NLMSGHDR_LENGTH);
    offset("struct nlmsghdr", "nlmsg_type", NetlinkSocket.NLMSGHDR_TYPE);
    offset("struct nlmsghdr", "nlmsg_flags", NetlinkSocket.NLMSGHDR_FLAGS);
    size("struct nlmsghdr", NetlinkSocket.NLMSGHDR_SIZE);
    offset("struct mmsghdr", "msg_hdr.msg_name", NetlinkSocket.MSGHDR_NAME);
    offset("struct mmsghdr", "msg_hdr.msg_namelen", NetlinkSocket.MSGHDR_NAME_LENGTH);
    offset("struct mmsghdr", "msg_hdr.msg_iov", NetlinkSocket.MSGHDR_VECTOR);
    offset("struct mmsghdr", "msg_hdr.msg_iovlen", NetlinkSocket.MSGHDR_VECTOR_LENGTH);
    offset("struct mmsghdr", "msg_len", NetlinkSocket.MMSGHDR_LENGTH);
    size("struct mmsghdr", NetlinkSocket.MMSGHDR_SIZE);
    offset("struct mmsghdr", "msg_hdr.msg_control", FuseHelper.MSGHDR_CONTROL);
    offset("struct mmsghdr", "msg_hdr.msg_controllen", FuseHelper.MSGHDR_CONTROL_LENGTH);
    offset("struct cmsghdr", "cmsg_type", FuseHelper.CMSGHDR_TYPE);
    size("struct cmsghdr", FuseHelper.CMSGHDR_SIZE);
    size("posix_spawn_file_actions_t", FuseHelper.FILE_ACTIONS_SIZE);
    offset("struct iovec", "iov_len", NetlinkSocket.IOVEC_LENGTH);
    size("struct iovec", NetlinkSocket.IOVEC_SIZE);

    offset("struct cn_msg", "id.idx", ProcessConnector.CN_MSG_INDEX);
    offset("struct cn_msg", "id.val", ProcessConnector.CN_MSG_VALUE);
    offset("struct cn_msg", "ack", ProcessConnector.CN_MSG_ACK);
    offset("struct cn_msg", "len", ProcessConnector.CN_MSG_LENGTH);
    size("struct cn_msg", ProcessConnector.CN_MSG_SIZE);
    event("what", ProcessConnector.EVENT_WHAT);
    event("timestamp_ns", ProcessConnector.EVENT_TIMESTAMP);
    event("event_data.ack.err", ProcessConnector.EVENT_ACK_ERROR);
    event("event_data.fork.parent_tgid", ProcessConnector.EVENT_FORK_PARENT_TGID);
    event("event_data.fork.child_pid", ProcessConnector.EVENT_FORK_CHILD_PID);
    event("event_data.fork.child_tgid", ProcessConnector.EVENT_FORK_CHILD_TGID);
    event("event_data.exec.process_tgid", ProcessConnector.EVENT_EXEC_TGID);
    event("event_data.exit.process_pid", ProcessConnector.EVENT_EXIT_PID);
    event("event_data.exit.process_tgid", ProcessConnector.EVENT_EXIT_TGID);
    size("struct proc_event", ProcessConnector.EVENT_SIZE);

    offset("struct genlmsghdr", "version", TaskstatsFamily.GENLMSGHDR_VERSION);
    size("struct genlmsghdr", TaskstatsFamily.GENLMSGHDR_SIZE);
    offset("struct nlattr", "nla_type", TaskstatsFamily.NLATTR_TYPE);
    size("struct nlattr", TaskstatsFamily.NLATTR_SIZE);
    offset("struct taskstats", "cpu_delay_total", ExitRecords.STATS_CPU_DELAY_TOTAL);
    offset("struct taskstats", "cpu_run_virtual_total", ExitRecords.STATS_CPU_RUN_VIRTUAL_TOTAL);
    offset("struct taskstats", "ac_etime", ExitRecords.STATS_AC_ETIME);
    offset("struct taskstats", "ac_utime", ExitRecords.STATS_AC_UTIME);
    offset("struct taskstats", "ac_stime", ExitRecords.STATS_AC_STIME);
    offset("struct taskstats", "nvcsw", ExitRecords.STATS_NVCSW);
    offset("struct taskstats", "nivcsw", ExitRecords.STATS_NIVCSW);
    offset("struct taskstats", "blkio_delay_total", LiveDelays.STATS_BLKIO_DELAY_TOTAL);
    offset("struct taskstats", "swapin_delay_total", LiveDelays.STATS_SWAPIN_DELAY_TOTAL);
    offset("struct taskstats", "freepages_count", LiveDelays.STATS_FREEPAGES_COUNT);
    EXPECTED.put("offsetof(struct taskstats, nivcsw) + 8", ExitRecords.STATS_SIZE_NEEDED);

    offset("struct pollfd", "events", Readiness.POLLFD_EVENTS);
    offset("struct pollfd", "revents", Readiness.POLLFD_REVENTS);
    size("struct pollfd", Readiness.POLLFD_SIZE);
    offset("struct timespec", "tv_nsec", Clocks.TIMESPEC_NANOS);
    size("struct timespec", Clocks.TIMESPEC_SIZE);
    offset("struct passwd", "pw_name", AccountDatabase.PASSWD_NAME);
    offset("struct passwd", "pw_uid", AccountDatabase.PASSWD_UID);
    size("struct passwd", AccountDatabase.PASSWD_SIZE);
    offset("struct group", "gr_name", AccountDatabase.GROUP_NAME);
    offset("struct group", "gr_gid", AccountDatabase.GROUP_GID);
    size("struct group", AccountDatabase.GROUP_SIZE);
    offset("struct dirent64", "d_reclen", ProcFiles.DIRENT_RECORD_LENGTH);
    offset("struct dirent64", "d_name", ProcFiles.DIRENT_NAME);
  }

  private static void event(String member, int expected) {
    offset("struct proc_event", member, expected);
  }

  private static void offset(String structure, String member, int expected) {
    EXPECTED.put("offsetof(" + structure + ", " + member + ")", expected);
  }

  private static void size(String structure, int expected) {
    EXPECTED.put("sizeof(" + structure + ")", expected);
  }

  @Test
  void agreesWithTheHeaders(@TempDir Path directory) throws Exception {
    assumeTrue(compilerIsThere(), "needs a C compiler (gcc)");
    var source = Files.writeString(directory.resolve("headers.c"), program());
    var binary = directory.resolve("headers");
    run("gcc", "-o", binary.toString(), source.toString());
    var lines = run(binary.toString()).lines().iterator();
    EXPECTED.forEach(
        (expression, expected) ->
            assertEquals(expected, (int) Long.parseLong(lines.next()), expression));
  }

  private static String program() {
    var program = new StringBuilder("#define _GNU_SOURCE\n");
    Stream.of(
            "dirent.h",
            "errno.h",
            "fcntl.h",
            "grp.h",
            "poll.h",
            "pwd.h",
            "signal.h",
            "spawn.h",
            "stddef.h",
            "stdio.h",
            "time.h",
            "unistd.h",
            "sys/eventfd.h",
            "sys/mount.h",
            "sys/resource.h",
            "sys/socket.h",
            "sys/syscall.h",
            "linux/netlink.h",
            "linux/connector.h",
            "linux/cn_proc.h",
            "linux/genetlink.h",
            "linux/taskstats.h")
        .forEach(header -> program.append("#include <").append(header).append(">\n"));
    program.append("int main(void) {\n");
    EXPECTED
        .keySet()
        .forEach(
            e -> program.append("  printf(\"%lld\\n\", (long long) (").append(e).append("));\n"));
    return program.append("  return 0;\n}\n").toString();
  }

  private static boolean compilerIsThere() {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, "gcc")));
  }

  private static String run(String... command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }
}
