package corral.subsys.beancounter;

import corral.framework.api.Caller;
import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.engine.Engine;
import corral.subsys.beancounter.api.Resource;
import java.util.ArrayList;
import java.util.List;

/** Accounts without a subsystem, whose alarms are written down. */
final class TestAccounts implements Alarms, AutoCloseable {
  final List<String> alarms = new ArrayList<>();
  final Resources resources = new Resources();
  private final Engine engine = new Engine();
  private final Container root;

  TestAccounts() throws ContainerException {
    root = engine.mount("none,name=test", "/c", new Caller(0, 0, 0)).hierarchy().root();
  }

  Account create() {
    return new Account(root, resources::catalog, this);
  }

  @Override
  public void close() {
    engine.close();
  }

  /** An account whose alarms nobody hears. */
  Account createQuiet() {
    return new Account(root, resources::catalog, new Silence());
  }

  private static final class Silence implements Alarms {
    @Override
    public void barrierPassed(Account account, Resource resource, Counter now) {}

    @Override
    public void limitHit(Account account, Resource resource, Counter now) {}

    @Override
    public void boundChanged(Account account, Resource resource) {}
  }

  @Override
  public void barrierPassed(Account account, Resource resource, Counter now) {
    alarms.add(resource.fileName() + " passed the barrier with " + now.held());
  }

  @Override
  public void limitHit(Account account, Resource resource, Counter now) {
    alarms.add(resource.fileName() + " failed " + now.failcnt());
  }

  @Override
  public void boundChanged(Account account, Resource resource) {}
}
