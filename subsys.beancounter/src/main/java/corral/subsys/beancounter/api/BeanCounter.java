package corral.subsys.beancounter.api;

import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What one container holds ({@code struct beancounter}). The container alone: what is held in those
 * below it is not counted here.
 *
 * <p>Thread-safe and lock-free: a change is one compare-and-set, of one resource or two, and a
 * snapshot is one read. It lives as long as anybody knows it, also after its container was removed:
 * what is still charged then can be given back at any time. Who wants the container itself to stay
 * takes a reference.
 *
 * <p>When the subsystem's bundle or its host leaves, the figures are closed and saved, and every
 * method but {@link #container} throws {@link IllegalStateException}: ask the new {@link
 * BeanCounters} for the successor. A resource that is not registered, and a negative amount, are an
 * {@link IllegalArgumentException} everywhere.
 */
@ProviderType
public interface BeanCounter {
  /** The container that this belongs to. */
  Container container();

  /**
   * Takes a reference, which keeps the container from being removed (EBUSY).
   *
   * @return false if the container was removed or is just being removed
   */
  boolean tryGet();

  /** Gives a reference back. */
  void put();

  /**
   * Charges an amount, or counts the failure.
   *
   * @return false if it was refused
   * @throws ArithmeticException if forced beyond the largest long
   */
  boolean tryCharge(Resource resource, long amount, Severity severity);

  /**
   * As {@link #tryCharge}.
   *
   * @throws ContainerException the resource's {@link Resource#refusal} if it was refused
   */
  void charge(Resource resource, long amount, Severity severity) throws ContainerException;

  /**
   * Charges two resources in one step: nobody ever sees one without the other.
   *
   * @throws ContainerException the refusal of the first that is refused, which is the only one that
   *     counts a failure; nothing is charged then
   */
  void charge(
      Resource first, long firstAmount, Resource second, long secondAmount, Severity severity)
      throws ContainerException;

  /**
   * Gives back what was charged.
   *
   * @throws IllegalStateException if that is more than was charged, a bug of the caller
   */
  void uncharge(Resource resource, long amount);

  /**
   * Gives two resources back in one step.
   *
   * @throws IllegalStateException if that is more than was charged, a bug of the caller
   */
  void uncharge(Resource first, long firstAmount, Resource second, long secondAmount);

  /**
   * An empty stock for frequent charges, for one thread at a time.
   *
   * @param batch how much it takes at once; at least 1
   */
  Prepaid prepay(Resource resource, long batch, Severity severity);

  /** What is held of one resource at the moment. */
  Usage usage(Resource resource);

  /** What is held of each resource, all at the same moment, in the order of the files. */
  Map<Resource, Usage> snapshot();

  /**
   * Sets new bounds. Less than what is held is allowed: nothing is taken away, but no more is
   * given.
   *
   * @throws ContainerException EINVAL unless 0 ≤ barrier ≤ limit
   */
  void bound(Resource resource, long barrier, long limit) throws ContainerException;
}
