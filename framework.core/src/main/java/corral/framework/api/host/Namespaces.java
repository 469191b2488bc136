package corral.framework.api.host;

import corral.framework.api.ContainerException;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Tells in which namespaces a process is, and when it may have got others: a host capability.
 * Thread-safe. Source: namespaces(7), unshare(2), setns(2), clone(2).
 */
@ConsumerType
public interface Namespaces {
  /**
   * The namespaces that a process is in now, those of its first thread.
   *
   * @throws ContainerException ESRCH if it is gone or has ended, EACCES if it may not be looked at
   */
  NamespaceIds of(int pid) throws ContainerException;

  /**
   * The number of one of the namespaces that a process is in now; 0 if the machine has no such
   * ones.
   *
   * @throws ContainerException as the other
   */
  default long of(int pid, NamespaceKind kind) throws ContainerException {
    return of(pid).id(kind);
  }

  /** By what a change is noticed that no fork goes along with, as a part of a sentence. */
  String telling();

  /** Whether every change is told; otherwise some are only found by looking. */
  boolean tellsAll();

  /**
   * Begins to tell a watcher.
   *
   * @return ends it when it is closed; nothing is told after that
   */
  Watching watch(Watcher watcher);

  /** The telling to one watcher. */
  @FunctionalInterface
  interface Watching extends AutoCloseable {
    @Override
    void close();
  }

  /** Hears of changes. */
  @ConsumerType
  interface Watcher {
    /**
     * A process may have got other namespaces. Called by the threads that hear what happens, which
     * must not be kept waiting, and for many processes that have not.
     */
    void changed(int pid);

    /**
     * A process has got other namespaces and waits until that is taken notice of, as one does that
     * the host has started in namespaces of its own. Its fork may not have been told yet.
     *
     * @return completed when nothing remains to be done; who waits may give up and cancel it
     */
    CompletableFuture<Void> follow(int pid);
  }
}
