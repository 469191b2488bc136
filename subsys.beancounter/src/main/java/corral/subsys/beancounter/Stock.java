package corral.subsys.beancounter;

import corral.framework.api.ContainerException;
import corral.subsys.beancounter.api.Prepaid;
import corral.subsys.beancounter.api.Resource;
import corral.subsys.beancounter.api.Severity;

/** What one thread has charged to an account in advance. For one thread at a time. */
final class Stock implements Prepaid {
  private final Account account;
  private final Resource resource;
  private final long batch;
  private final Severity severity;
  private long stock;

  Stock(Account account, Resource resource, long batch, Severity severity) {
    if (batch < 1) {
      throw new IllegalArgumentException("a batch of " + batch);
    }
    this.account = account;
    this.resource = resource;
    this.batch = batch;
    this.severity = severity;
  }

  @Override
  public void charge(long amount) throws ContainerException {
    if (amount < 0) {
      throw new IllegalArgumentException("a negative amount: " + amount);
    }
    if (amount > stock) {
      fill(amount - stock);
    }
    stock -= amount;
  }

  private void fill(long missing) throws ContainerException {
    long wanted = Math.max(missing, batch);
    if (wanted > missing && account.tryCharge(resource, wanted, severity, false)) {
      stock += wanted;
    } else {
      account.charge(resource, missing, severity);
      stock += missing;
    }
  }

  @Override
  public void uncharge(long amount) {
    if (amount < 0) {
      throw new IllegalArgumentException("a negative amount: " + amount);
    }
    stock = Math.addExact(stock, amount);
    if (stock > 2 * batch) {
      account.uncharge(resource, stock - batch);
      stock = batch;
    }
  }

  @Override
  public long stock() {
    return stock;
  }

  @Override
  public void close() {
    account.uncharge(resource, stock);
    stock = 0;
  }
}
