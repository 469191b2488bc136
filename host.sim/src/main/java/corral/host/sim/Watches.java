package corral.host.sim;

import corral.framework.api.host.Machine;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who is told when CPUs or memory nodes are switched on or off. Thread-safe. */
final class Watches {
  private final List<Watcher> all = new CopyOnWriteArrayList<>();

  private final class Watcher implements Machine.Watch {
    private final Runnable action;

    /** Guarded by this. */
    private boolean closed;

    Watcher(Runnable action) {
      this.action = action;
    }

    synchronized void tell() {
      if (!closed) {
        action.run();
      }
    }

    @Override
    public synchronized void close() {
      closed = true;
      all.remove(this);
    }
  }

  Machine.Watch add(Runnable action) {
    var watcher = new Watcher(action);
    all.add(watcher);
    return watcher;
  }

  void tell() {
    all.forEach(Watcher::tell);
  }
}
