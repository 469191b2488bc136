package corral.framework.api.host;

import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The way on which the requests of one file system come and their answers go. Thread-safe: requests
 * can be answered by any thread, in any order.
 */
@ConsumerType
public interface FuseChannel extends AutoCloseable {
  /**
   * Waits for a request. For one thread at a time.
   *
   * @param request a direct buffer, which holds the message, and nothing else, when this returns
   *     true
   * @return false if there will be no more: the channel was closed, or the file system was
   *     unmounted or given up
   */
  boolean receive(ByteBuffer request);

  /**
   * Gives the kernel an answer or a notice.
   *
   * @param message a direct buffer; what remains in it is the message
   * @return false if the kernel does not want it, because whoever has asked waits no more
   */
  boolean send(ByteBuffer message);

  /** Lets {@link #receive} return; the file system stays mounted. Waits until it has returned. */
  @Override
  void close();
}
