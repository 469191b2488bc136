package corral.host.sim;

import corral.framework.api.CpuUsage;

/**
 * Hears what happens to processes, when it happens. Called under the monitors of the processes that
 * the event is about, so events of one process are told in their order.
 */
interface ProcessListener {
  /** Does not care. */
  ProcessListener NONE =
      new ProcessListener() {
        @Override
        public void forked(int parentPid, int pid, long startTimeNanos) {}

        @Override
        public void exited(int pid, CpuUsage usage) {}
      };

  void forked(int parentPid, int pid, long startTimeNanos);

  void exited(int pid, CpuUsage usage);
}
