package corral.host.linux;

import corral.host.linux.ffi.OsException;
import java.time.Duration;
import java.util.List;

/**
 * The ways of learning what happens that there are, all of them listening.
 *
 * @param inOrder at least one, the best first
 * @param lack why there is no better one, as the end of a sentence; or empty
 */
record EventSources(List<EventSource> inOrder, String lack) {
  /**
   * What the kernel tells, if it does, and looking at {@code /proc} otherwise.
   *
   * @param bufferBytes what the kernel may keep for us until we listen
   * @param period from one look to the next
   */
  static EventSources best(ProcReader proc, int bufferBytes, Duration period) {
    var polling = new PollingSource(proc, period);
    try {
      var cpus = new LinuxMachine().cpus().toString();
      var connector = ConnectorSource.open(proc, cpus, bufferBytes);
      return new EventSources(List.of(connector, polling), "");
    } catch (OsException refused) {
      return new EventSources(List.of(polling), ", since " + refused.getMessage());
    }
  }

  /** Only looking at {@code /proc}. */
  static EventSources polling(ProcReader proc, Duration period) {
    return new EventSources(List.of(new PollingSource(proc, period)), ", as configured");
  }
}
