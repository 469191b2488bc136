package corral.subsys.beancounter.api;

import corral.framework.api.ContainerException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A stock of a resource that has been charged in advance, so that most charges touch nothing that
 * another thread touches. What is in stock counts as held: with every stock that is open, up to two
 * batches may be held that nobody uses. For one thread at a time.
 */
@ProviderType
public interface Prepaid extends AutoCloseable {
  /**
   * Takes an amount out of the stock, which is filled by a batch if there is too little in it. When
   * no batch is to be had, only what is missing is charged, so that a stock is refused nothing that
   * would be granted without it.
   *
   * @throws ContainerException the resource's refusal
   */
  void charge(long amount) throws ContainerException;

  /** Puts an amount into the stock; what is more than two batches goes back to the counter. */
  void uncharge(long amount);

  /** How much is in stock. */
  long stock();

  /** Gives the stock back. Charging again begins a new one. */
  @Override
  void close();
}
