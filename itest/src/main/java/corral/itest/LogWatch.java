package corral.itest;

import static java.util.function.Predicate.not;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Keeps the warnings and errors that are logged until it is closed. */
final class LogWatch extends Handler implements AutoCloseable {
  private final List<LogRecord> records = new CopyOnWriteArrayList<>();
  private final Logger watched;

  /** Watches the loggers whose names begin with a package. */
  LogWatch(String name) {
    watched = Logger.getLogger(name);
    setLevel(Level.WARNING);
    watched.addHandler(this);
  }

  @Override
  public void publish(LogRecord logged) {
    if (isLoggable(logged)) {
      records.add(logged);
    }
  }

  /** But for those of what is not ours to do. */
  List<String> warnings() {
    var formatter = new SimpleFormatter();
    return records.stream().map(formatter::format).filter(not(LogWatch::isDenied)).toList();
  }

  /**
   * Without CAP_SYS_RESOURCE nobody can give a process back its limit that is another's now, and
   * without CAP_SYS_NICE no process its level.
   */
  private static boolean isDenied(String warning) {
    return (warning.contains("stays bounded") && warning.contains("(EPERM)"))
        || warning.contains("only with CAP_SYS_NICE");
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    watched.removeHandler(this);
  }
}
