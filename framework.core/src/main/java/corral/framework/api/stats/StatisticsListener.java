package corral.framework.api.stats;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Is told when something happens to containers that it waits for. A bundle registers an
 * implementation as an OSGi service of this type with the properties below, and is told from then
 * on until it unregisters it.
 *
 * <p>A figure is compared with its mark at each look; that a container has become empty and that a
 * limit was hit is told at once. A figure that has reached its mark already when the listener comes
 * is told first. Each listener has a queue and a thread of its own, so it may take its time. Only
 * so many notices wait for it; further ones are dropped, and the next that it is told says so.
 */
@ConsumerType
public interface StatisticsListener {
  /** The service property for the path of a container; it and all below are watched. */
  String CONTAINER = "corral.stats.container";

  /**
   * The service property for the marks, a text or several, each as {@link Mark#parse} reads it. A
   * listener with a mark that is none is not told of that one, which is logged.
   */
  String MARKS = "corral.stats.marks";

  /** The service property that says how many notices may wait for the listener, at least 1. */
  String QUEUE = "corral.stats.queue";

  /** How many notices may wait for a listener that does not say otherwise. */
  int USUAL_QUEUE = 1024;

  /**
   * Something has happened. Called from the listener's thread, without a lock, one at a time. A
   * runtime exception is logged, and the listener is told of the next.
   */
  void noticed(Notice notice);
}
