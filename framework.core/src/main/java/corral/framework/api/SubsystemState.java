package corral.framework.api;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What one subsystem keeps for one container ({@code container_subsys_state}). A subsystem extends
 * this class with its own fields and returns an instance from {@link ContainerSubsystem#create}.
 *
 * <p>A state can be held by reference, which keeps its container from being removed: {@code rmdir}
 * and unbinding are refused with EBUSY while a reference is held. None of the methods blocks, and
 * each may be called from any thread under any lock. The rules are seed 001's {@code css_get} and
 * {@code css_put}, with V11's non-blocking put.
 */
@ConsumerType
public abstract class SubsystemState {
  private static final int CLOSED = -1;
  private static final AtomicIntegerFieldUpdater<SubsystemState> REFERENCES =
      AtomicIntegerFieldUpdater.newUpdater(SubsystemState.class, "references");

  /** Changed only for a root state, under the management lock. */
  private volatile Container container;

  /** References held, or {@link #CLOSED}; changed only through {@link #REFERENCES}. */
  private volatile int references;

  /**
   * A state without references.
   *
   * @param container the container it is for, as given to {@link ContainerSubsystem#create}
   */
  protected SubsystemState(Container container) {
    this.container = container;
  }

  /** The container that this state belongs to; a root state goes from hierarchy to hierarchy. */
  public final Container container() {
    return container;
  }

  /**
   * Takes a reference, unless removal has begun.
   *
   * @return false if the state is being removed, or was; then no reference is held
   */
  public final boolean tryGet() {
    return REFERENCES.getAndUpdate(this, held -> held == CLOSED ? CLOSED : held + 1) != CLOSED;
  }

  /**
   * Takes a further reference for a caller who already holds one, which is why it cannot fail.
   *
   * @throws IllegalStateException if nobody holds a reference, which is a bug of the caller
   */
  public final void get() {
    if (REFERENCES.getAndUpdate(this, held -> held > 0 ? held + 1 : held) == 0) {
      throw new IllegalStateException("get() by a caller who holds no reference");
    }
  }

  /**
   * Gives a reference back. The last one of a container with {@code notify_on_release} counts as a
   * release event. Void after {@link #abandon}.
   *
   * @throws IllegalStateException if no reference is held, which is a bug of the caller
   */
  public final void put() {
    int held = REFERENCES.getAndUpdate(this, n -> n > 0 ? n - 1 : n);
    if (held == 0) {
      throw new IllegalStateException("put() without a reference");
    }
    if (held == 1) {
      container.checkForRelease();
    }
  }

  /** How many references are held at the moment. */
  public final int references() {
    return Math.max(0, references);
  }

  /**
   * Refuses new references from now on, if none is held. Called by the framework when removal
   * begins.
   *
   * @return false if a reference is held; then nothing has changed
   */
  public final boolean close() {
    return REFERENCES.compareAndSet(this, 0, CLOSED);
  }

  /** Takes {@link #close} back. Called by the framework when a removal is not carried out. */
  public final void reopen() {
    REFERENCES.compareAndSet(this, CLOSED, 0);
  }

  /**
   * Refuses new references and forgets those that are held. Called by the framework when the
   * subsystem's bundle leaves, which nobody can refuse. If any was held, this is a release event as
   * the last {@link #put} is.
   */
  public final void abandon() {
    if (REFERENCES.getAndSet(this, CLOSED) > 0) {
      container.checkForRelease();
    }
  }

  /**
   * Makes this the root state of another hierarchy. Called by the framework, under the management
   * lock, when the subsystem is bound or unbound.
   */
  public final void moveTo(Container root) {
    container = root;
  }

  /** Whether new references are refused. */
  public final boolean isClosed() {
    return references == CLOSED;
  }
}
