package corral.bench;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A container of the kernel's own, in a cgroup v1 hierarchy, that nobody else uses. */
final class KernelContainer {
  /** In this hierarchy it makes no difference to a process where it is. */
  private static final Path HIERARCHY = Path.of("/sys/fs/cgroup/freezer");

  private final Path directory;
  private final RandomAccessFile processes;
  private final @Nullable Process member;

  /** One in the root, with a process of so many threads. */
  KernelContainer(int threads) {
    try {
      directory =
          Files.createDirectory(HIERARCHY.resolve("corral-bench-" + ProcessHandle.current().pid()));
      processes = open();
      member = ManyThreads.start(threads);
      attach(member.pid());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An empty one in another. */
  KernelContainer(KernelContainer parent, String name) {
    try {
      directory = Files.createDirectory(parent.directory.resolve(name));
      processes = open();
      member = null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RandomAccessFile open() throws IOException {
    return new RandomAccessFile(directory.resolve("cgroup.procs").toFile(), "rw");
  }

  /** Whether there can be any. */
  static boolean arePossible() {
    return Files.isWritable(HIERARCHY);
  }

  Path directory() {
    return directory;
  }

  /** The process that it was made with. */
  long member() {
    if (member == null) {
      throw new IllegalStateException("made without a process");
    }
    return member.pid();
  }

  void attach(long pid) throws IOException {
    processes.write(Long.toString(pid).getBytes(StandardCharsets.US_ASCII));
  }

  /** Ends the process that it was made with, wherever that is. */
  void end() throws IOException, InterruptedException {
    if (member != null) {
      ManyThreads.end(member);
    }
  }

  /** Removes it, when it is empty. */
  void remove() throws IOException {
    processes.close();
    Files.delete(directory);
  }
}
