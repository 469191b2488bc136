package corral.host.linux.ffi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The C library's functions that this bundle calls, each answering as the kernel does: a result, or
 * the negative errno. Not thread-safe, for the errno of a call is kept in the object: make one for
 * each thread, it costs one small allocation.
 */
final class LibC {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final MemoryLayout CALL_STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO = CALL_STATE.varHandle(PathElement.groupElement("errno"));

  private static final MethodHandle OPEN =
      link(
          "open",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle CLOSE =
      link("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle READ =
      link("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle WRITE =
      link("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle GETDENTS64 =
      link("getdents64", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle READLINK =
      link("readlink", FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG));
  private static final MethodHandle MKFIFO =
      link("mkfifo", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle EVENTFD =
      link("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle POLL =
      link("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle SOCKET =
      link("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle BIND =
      link("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle SETSOCKOPT =
      link(
          "setsockopt",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle SEND =
      link("send", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle RECVMMSG =
      link(
          "recvmmsg",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
  private static final MethodHandle SCHED_SETAFFINITY =
      link("sched_setaffinity", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS));
  private static final MethodHandle SCHED_GETAFFINITY =
      link("sched_getaffinity", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS));
  private static final MethodHandle PRLIMIT =
      link("prlimit64", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
  private static final MethodHandle SETPRIORITY =
      link("setpriority", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle CLOCK_GETTIME =
      link("clock_gettime", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
  private static final MethodHandle SYSCONF =
      link("sysconf", FunctionDescriptor.of(JAVA_LONG, JAVA_INT));
  private static final MethodHandle CLOCK_GETRES =
      link("clock_getres", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));

  /** For what the C library has no function of its own in every release that is still in use. */
  private static final MethodHandle SYSCALL_2 =
      link(
          "syscall",
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT),
          Linker.Option.firstVariadicArg(1));

  private static final MethodHandle SYSCALL_4 =
      link(
          "syscall",
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT),
          Linker.Option.firstVariadicArg(1));

  /** Linked when pages are moved, which is seldom: linking takes its time. */
  private static final class PageMoves {
    private static final MethodHandle SYSCALL_4 =
        link(
            "syscall",
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS),
            Linker.Option.firstVariadicArg(1));
  }

  /**
   * The C library's own function answers a level, and the error is a level too. x86-64 has a number
   * of its own, all newer machines have the other.
   */
  static final int SYS_GETPRIORITY = System.getProperty("os.arch").equals("amd64") ? 140 : 141;

  static final int SYS_PIDFD_SEND_SIGNAL = 424;
  static final int SYS_PIDFD_OPEN = 434;

  /** Linked when somebody asks for a name, which many never do: linking takes its time. */
  private static final class Accounts {
    private static final FunctionDescriptor BY_NAME =
        FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
    private static final FunctionDescriptor BY_ID =
        FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
    private static final MethodHandle GETPWNAM_R = link("getpwnam_r", BY_NAME);
    private static final MethodHandle GETPWUID_R = link("getpwuid_r", BY_ID);
    private static final MethodHandle GETGRNAM_R = link("getgrnam_r", BY_NAME);
    private static final MethodHandle GETGRGID_R = link("getgrgid_r", BY_ID);
  }

  /** As {@link Accounts}: many a Corral mounts nothing. */
  private static final class Mounting {
    private static final MethodHandle MOUNT =
        link(
            "mount",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
    private static final MethodHandle UMOUNT2 =
        link("umount2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  }

  /** As {@link Accounts}: who may mount needs no help with it. */
  private static final class Helping {
    private static final MethodHandle SOCKETPAIR =
        link("socketpair", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle FCNTL =
        link(
            "fcntl",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT),
            Linker.Option.firstVariadicArg(2));
    private static final MethodHandle WAITPID =
        link("waitpid", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SPAWN =
        link(
            "posix_spawnp",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
    private static final MethodHandle ACTIONS_INIT =
        link("posix_spawn_file_actions_init", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    private static final MethodHandle ACTIONS_ADDDUP2 =
        link(
            "posix_spawn_file_actions_adddup2",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private static final MethodHandle ACTIONS_DESTROY =
        link("posix_spawn_file_actions_destroy", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  }

  private final MemorySegment state;

  /** A use of the C library by the thread, and for as long, as the arena is for. */
  LibC(Arena arena) {
    state = arena.allocate(CALL_STATE);
  }

  int open(MemorySegment path, int flags) {
    try {
      return answer((int) OPEN.invokeExact(state, path, flags));
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  int close(int fd) {
    try {
      return answer((int) CLOSE.invokeExact(state, fd));
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  int read(int fd, MemorySegment buffer) {
    try {
      return answer((long) READ.invokeExact(state, fd, buffer, buffer.byteSize()));
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  int write(int fd, MemorySegment bytes) {
    try {
      return answer((long) WRITE.invokeExact(state, fd, bytes, bytes.byteSize()));
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  int readlink(MemorySegment path, MemorySegment buffer) {
    try {
      return answer((long) READLINK.invokeExact(state, path, buffer, buffer.byteSize()));
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  int getdents64(int fd, MemorySegment buffer) {
    try {
      return answer((long) GETDENTS64.invokeExact(state, fd, buffer, buffer.byteSize()));
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  int mkfifo(MemorySegment path, int mode) {
    try {
      return answer((int) MKFIFO.invokeExact(state, path, mode));
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  int eventfd(int initial, int flags) {
    try {
      return answer((int) EVENTFD.invokeExact(state, initial, flags));
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  int poll(MemorySegment pollfds, long count, int timeoutMillis) {
    try {
      return answer((int) POLL.invokeExact(state, pollfds, count, timeoutMillis));
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  int socket(int domain, int type, int protocol) {
    try {
      return answer((int) SOCKET.invokeExact(state, domain, type, protocol));
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  int bind(int fd, MemorySegment address) {
    try {
      return answer((int) BIND.invokeExact(state, fd, address, (int) address.byteSize()));
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  int setsockopt(int fd, int level, int option, MemorySegment value) {
    try {
      return answer(
          (int) SETSOCKOPT.invokeExact(state, fd, level, option, value, (int) value.byteSize()));
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  int send(int fd, MemorySegment message, int flags) {
    try {
      return answer((long) SEND.invokeExact(state, fd, message, message.byteSize(), flags));
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  int recvmmsg(int fd, MemorySegment messages, int count, int flags) {
    try {
      return answer(
          (int) RECVMMSG.invokeExact(state, fd, messages, count, flags, MemorySegment.NULL));
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  int schedSetaffinity(int tid, MemorySegment mask) {
    try {
      return answer((int) SCHED_SETAFFINITY.invokeExact(state, tid, mask.byteSize(), mask));
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  int schedGetaffinity(int tid, MemorySegment mask) {
    try {
      return answer((int) SCHED_GETAFFINITY.invokeExact(state, tid, mask.byteSize(), mask));
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  int prlimit(int pid, int resource, MemorySegment newLimit, MemorySegment oldLimit) {
    try {
      return answer((int) PRLIMIT.invokeExact(state, pid, resource, newLimit, oldLimit));
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  /** Answers 20 less the nice level, as the kernel does. */
  int getpriority(int which, int who) {
    try {
      return answer((long) SYSCALL_2.invokeExact(state, (long) SYS_GETPRIORITY, which, who));
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  int setpriority(int which, int who, int level) {
    try {
      return answer((int) SETPRIORITY.invokeExact(state, which, who, level));
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  int clockGettime(int clock, MemorySegment timespec) {
    try {
      return answer((int) CLOCK_GETTIME.invokeExact(state, clock, timespec));
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  int clockGetres(int clock, MemorySegment timespec) {
    try {
      return answer((int) CLOCK_GETRES.invokeExact(state, clock, timespec));
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  /** Answers 0 or an error number, and does not touch errno; so do the next three. */
  int getpwnam(
      MemorySegment name, MemorySegment entry, MemorySegment buffer, MemorySegment result) {
    try {
      return (int)
          Accounts.GETPWNAM_R.invokeExact(state, name, entry, buffer, buffer.byteSize(), result);
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  int getpwuid(int uid, MemorySegment entry, MemorySegment buffer, MemorySegment result) {
    try {
      return (int)
          Accounts.GETPWUID_R.invokeExact(state, uid, entry, buffer, buffer.byteSize(), result);
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  int getgrnam(
      MemorySegment name, MemorySegment entry, MemorySegment buffer, MemorySegment result) {
    try {
      return (int)
          Accounts.GETGRNAM_R.invokeExact(state, name, entry, buffer, buffer.byteSize(), result);
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  int getgrgid(int gid, MemorySegment entry, MemorySegment buffer, MemorySegment result) {
    try {
      return (int)
          Accounts.GETGRGID_R.invokeExact(state, gid, entry, buffer, buffer.byteSize(), result);
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  int pidfdOpen(int pid, int flags) {
    try {
      return answer((long) SYSCALL_2.invokeExact(state, (long) SYS_PIDFD_OPEN, pid, flags));
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  int pidfdSendSignal(int pidfd, int signal) {
    try {
      return answer(
          (long)
              SYSCALL_4.invokeExact(
                  state, (long) SYS_PIDFD_SEND_SIGNAL, pidfd, signal, MemorySegment.NULL, 0));
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  int mount(
      MemorySegment source,
      MemorySegment target,
      MemorySegment type,
      long flags,
      MemorySegment options) {
    try {
      return answer((int) Mounting.MOUNT.invokeExact(state, source, target, type, flags, options));
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  int umount2(MemorySegment target, int flags) {
    try {
      return answer((int) Mounting.UMOUNT2.invokeExact(state, target, flags));
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  int socketpair(int domain, int type, int protocol, MemorySegment pair) {
    try {
      return answer((int) Helping.SOCKETPAIR.invokeExact(state, domain, type, protocol, pair));
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  int fcntl(int fd, int command, int argument) {
    try {
      return answer((int) Helping.FCNTL.invokeExact(state, fd, command, argument));
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  int waitpid(int pid, MemorySegment status) {
    try {
      return answer((int) Helping.WAITPID.invokeExact(state, pid, status, 0));
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  /**
   * Starts a program whose descriptors {@code to} are all the descriptor {@code from} of this
   * process. Other than the rest, posix_spawnp(3) answers the errno itself.
   */
  int spawn(
      MemorySegment pid,
      MemorySegment program,
      MemorySegment words,
      MemorySegment environment,
      MemorySegment actions,
      int from,
      int... to) {
    try {
      int refused = (int) Helping.ACTIONS_INIT.invokeExact(state, actions);
      for (int i = 0; refused == 0 && i < to.length; i++) {
        refused = (int) Helping.ACTIONS_ADDDUP2.invokeExact(state, actions, from, to[i]);
      }
      if (refused == 0) {
        refused =
            (int)
                Helping.SPAWN.invokeExact(
                    state, pid, program, actions, MemorySegment.NULL, words, environment);
      }
      int _ = (int) Helping.ACTIONS_DESTROY.invokeExact(state, actions);
      return -refused;
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  int migratePages(int pid, long maxNode, MemorySegment oldNodes, MemorySegment newNodes) {
    try {
      return answer(
          (long)
              PageMoves.SYSCALL_4.invokeExact(
                  state, (long) NodePages.SYS_MIGRATE_PAGES, pid, maxNode, oldNodes, newNodes));
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  int sysconf(int name) {
    try {
      return answer((long) SYSCONF.invokeExact(state, name));
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  /**
   * Every result used here fits an int: a descriptor, a count of messages, or of the bytes of a
   * small buffer.
   */
  private int answer(long result) {
    return result < 0 ? -(int) ERRNO.get(state, 0L) : (int) result;
  }

  @SuppressWarnings("restricted")
  private static MethodHandle link(String name, FunctionDescriptor type, Linker.Option... options) {
    var all = new Linker.Option[options.length + 1];
    all[0] = Linker.Option.captureCallState("errno");
    System.arraycopy(options, 0, all, 1, options.length);
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type, all);
  }

  /** A downcall throws only when the Java side of it is wrong. */
  private static RuntimeException impossible(Throwable thrown) {
    return new IllegalStateException(thrown);
  }
}
