package corral.framework.engine;

import corral.framework.api.ContainerException;
import corral.framework.api.event.ContainerEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Looks, on a thread of its own, whether containers that may have become empty are to be released:
 * removed if they delete themselves, told to the agent if they notify. Whoever notices only puts
 * the container into {@link Core#releaseQueue} and never waits.
 */
final class Releases implements AutoCloseable {
  private static final Logger LOG = System.getLogger("corral.framework.release");

  private final Core core;
  private final Tree tree;
  private final ReleaseAgents agents;
  private final Thread looker =
      Thread.ofPlatform().daemon().name("corral-release").unstarted(this::lookOn);

  /** Set before the interrupt, which somebody who was called might have taken for his own. */
  private volatile boolean closed;

  Releases(Core core, Tree tree, ReleaseAgents agents) {
    this.core = core;
    this.tree = tree;
    this.agents = agents;
  }

  void start() {
    looker.start();
  }

  private void lookOn() {
    try {
      while (!closed) {
        tryToLook(core.releaseQueue.take());
      }
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  /** What goes wrong with one container is nothing to the others. */
  private void tryToLook(ContainerNode container) throws InterruptedException {
    try {
      look(container);
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "a container could not be released", e);
    }
  }

  private void look(ContainerNode container) throws InterruptedException {
    core.lock.lockInterruptibly();
    try {
      lookLocked(container);
    } finally {
      core.lock.unlock();
    }
  }

  /** Does on the calling thread, under the management lock, what waits for the other thread. */
  void lookAtAll() {
    for (var next = core.releaseQueue.poll(); next != null; next = core.releaseQueue.poll()) {
      lookLocked(next);
    }
  }

  private void lookLocked(ContainerNode container) {
    container.beginReleaseCheck();
    if (container.parent() != null && container.isUnused()) {
      release(container);
    }
  }

  private void release(ContainerNode container) {
    if (container.autoDelete()) {
      try {
        tree.remove(container);
      } catch (ContainerException _) {
        // It is in use again.
      }
      return;
    }
    if (container.notifyOnRelease()) {
      notifyOf(container);
    }
  }

  private void notifyOf(ContainerNode container) {
    var hierarchy = container.hierarchy();
    String agent = hierarchy.releaseAgent();
    core.announcements.announce(
        () -> new ContainerEvent.Released(hierarchy.id(), container.id(), container.path(), agent));
    if (!agent.isEmpty()) {
      agents.run(agent, container.path(), hierarchy);
    }
  }

  /** Returns when the thread has ended. Not to be called under the management lock. */
  @Override
  public void close() {
    closed = true;
    looker.interrupt();
    Threads.joinUninterruptibly(looker);
  }
}
