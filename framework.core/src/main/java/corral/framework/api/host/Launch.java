package corral.framework.api.host;

import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A process that a host has started. It waits until it is let go; closing it before that ends it,
 * as if it had never been, and closing it later only stops listening to it. Thread-safe.
 */
@ConsumerType
public interface Launch extends AutoCloseable {
  /** The process id, which stays the same when the program begins to run. */
  int pid();

  /** Lets the program begin. */
  void go();

  /** What the process writes to its standard output and error, together; empty on a terminal. */
  InputStream output();

  /** Completed with the exit status when the process has ended; 128 plus the signal's number. */
  CompletableFuture<Integer> exitStatus();

  /** Ends the process politely (SIGTERM). */
  void terminate();

  /** Ends the process at once (SIGKILL), which it can neither refuse nor notice. */
  void kill();

  @Override
  void close();
}
