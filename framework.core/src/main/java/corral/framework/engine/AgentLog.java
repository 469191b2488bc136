package corral.framework.engine;

import corral.framework.api.admin.AgentRun;
import java.util.ArrayList;
import java.util.List;

/** The last runs of one hierarchy's release agents. Thread-safe. */
final class AgentLog {
  private static final int LONGEST = 100;

  /** Oldest first; guarded by this. */
  private final List<AgentRun> runs = new ArrayList<>();

  /** Notes a run, and forgets the oldest if there are too many. */
  synchronized void add(AgentRun run) {
    runs.add(run);
    if (runs.size() > LONGEST) {
      runs.removeFirst();
    }
  }

  /** Notes how a run has ended, in its place, unless it has been forgotten meanwhile. */
  synchronized void end(AgentRun running, AgentRun ended) {
    runs.replaceAll(run -> run == running ? ended : run);
  }

  synchronized List<AgentRun> runs() {
    return List.copyOf(runs);
  }
}
