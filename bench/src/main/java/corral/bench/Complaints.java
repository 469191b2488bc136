package corral.bench;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Counts what is logged as a warning or an error while it is open. */
final class Complaints extends Handler implements AutoCloseable {
  private final Logger root = Logger.getLogger("");
  private final AtomicInteger count = new AtomicInteger();

  Complaints() {
    setLevel(Level.WARNING);
    root.addHandler(this);
  }

  @Override
  public void publish(LogRecord record) {
    if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
      count.incrementAndGet();
    }
  }

  int count() {
    return count.get();
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    root.removeHandler(this);
  }
}
