package corral.host.sim;

import java.util.List;

/**
 * A process that is there from the start. Immutable.
 *
 * @param command a short name of its program
 * @param parent its parent's process id; 0 if it has none
 * @param vital whether the machine cannot do without it
 * @param bound whether it cannot be moved from its CPUs; it is then on CPU 0
 */
record SystemProcess(String command, int parent, boolean vital, boolean bound) {
  /** Those of every machine; the first has process id 1, the next 2, and so on. */
  static final List<SystemProcess> ALL =
      List.of(
          new SystemProcess("init", 0, true, false),
          new SystemProcess("kthreadd", 0, true, false),
          new SystemProcess("migration/0", 2, true, true),
          new SystemProcess("syslogd", 1, false, false));
}
