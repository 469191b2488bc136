package corral.framework.api.event;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Hears of everything that happens to hierarchies, containers and subsystems. A bundle registers an
 * implementation as an OSGi service of this type, and hears of what happens from then on until it
 * unregisters it.
 *
 * <p>Each listener has a queue and a thread of its own. So it may take its time, block and call
 * {@code ContainerAdmin}: neither the framework nor another listener waits for it. Only so many
 * events wait for a listener ({@link #QUEUE}); further ones are dropped, and the next that it is
 * told says so ({@link Announcement#lost}). While there is no listener nothing is queued.
 */
@ConsumerType
public interface ContainerListener {
  /**
   * The service property that says how many events may wait for the listener: at least 1, as a
   * number or as text; {@link #USUAL_QUEUE} if it is missing or says something else.
   */
  String QUEUE = "corral.events.queue";

  /** How many events may wait for a listener that does not say otherwise. */
  int USUAL_QUEUE = 4096;

  /**
   * Something has happened. Called from the listener's thread, without a lock, for one event at a
   * time and in the order in which they happened. By then more may have happened: what the event
   * speaks of can have changed or gone. A runtime exception is logged, and the listener is told of
   * the next event. When the service is unregistered while this runs for long, the thread is
   * interrupted.
   */
  void happened(Announcement announcement);
}
