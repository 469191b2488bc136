package corral.framework.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.ArrayList;
import java.util.Objects;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.ZZL_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * Single events against each other: the grace period, a task's motion, a pid that is used again.
 */
public final class EventRaces {
  private EventRaces() {}

  /** What an event that began before finds is not destroyed under it. */
  @JCStressTest
  @Outcome(id = "false, false", expect = ACCEPTABLE, desc = "ended before the destruction")
  @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "saw the new structure")
  @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "began after the destruction")
  @Outcome(id = "false, true", expect = FORBIDDEN, desc = "the old structure, destroyed")
  @State
  public static class EventAgainstGracePeriod {
    private final GracePeriod grace = new GracePeriod();
    private volatile boolean replaced;
    private volatile boolean destroyed;

    @Actor
    public void event(ZZ_Result result) {
      int ticket = grace.enter();
      result.r1 = replaced;
      work();
      result.r2 = destroyed;
      grace.exit(ticket);
    }

    /** Takes as long as the waits of the other, so that it can be overtaken by both. */
    private static void work() {
      for (int i = 0; i < 10; i++) {
        Thread.onSpinWait();
      }
    }

    /** The second wait is the one that an event can slip by if the phase is flipped only once. */
    @Actor
    public void change() {
      grace.synchronize();
      replaced = true;
      grace.synchronize();
      destroyed = true;
    }
  }

  /** An exit against a move: one of the two carries the exit out. */
  @JCStressTest
  @Outcome(id = "true, true, none", expect = ACCEPTABLE, desc = "moved, then ended by itself")
  @Outcome(id = "true, false, none", expect = ACCEPTABLE, desc = "ended, then not moved")
  @Outcome(id = "false, true, mover", expect = ACCEPTABLE, desc = "handed over to the mover")
  @Outcome(expect = FORBIDDEN, desc = "ended by both or by neither")
  @State
  public static class ExitAgainstClaim {
    private final TaskEntry task = task();
    private String leftTo = "none";

    private static TaskEntry task() {
      var task = new TaskEntry(1, 1, 0, new Core(Limits.DEFAULT).rootGroup);
      task.settle();
      return task;
    }

    @Actor
    public void exit(ZZL_Result result) {
      result.r1 = task.beginExit(null);
    }

    @Actor
    public void move(ZZL_Result result) {
      result.r2 = task.claim();
      if (result.r2 && !task.unclaim()) {
        leftTo = "mover";
      }
    }

    @Arbiter
    public void look(ZZL_Result result) {
      result.r3 = task.isExiting() ? leftTo : "alive";
    }
  }

  /** A pid is used again before the end of the task that had it has been told to the end. */
  @JCStressTest
  @Outcome(id = "the new task, 2", expect = ACCEPTABLE, desc = "the old one has ended")
  @Outcome(expect = FORBIDDEN, desc = "ended with the old one, or both are there")
  @State
  public static class ForkAgainstLateExit {
    private static final long LATER = 1_000_000_000_000L;

    private final Core core = new Core(Limits.DEFAULT);
    private final Membership membership = new Membership(core);
    private final TaskEntry old;

    public ForkAgainstLateExit() {
      membership.fork(Rig.PARENT, Rig.PARENT, 0);
      membership.fork(Rig.PARENT, Rig.CHILD, 0);
      old = Objects.requireNonNull(core.tasks.get(Rig.CHILD));
    }

    @Actor
    public void fork() {
      membership.fork(Rig.PARENT, Rig.CHILD, LATER);
    }

    @Actor
    public void exit() {
      membership.exit(old, null);
    }

    @Arbiter
    public void look(LL_Result result) {
      var task = core.tasks.get(Rig.CHILD);
      result.r1 = task != null && task.startTimeNanos() == LATER ? "the new task" : task;
      result.r2 = core.rootGroup.members.count();
    }
  }

  /**
   * Two threads tell of the same fork, as when a host is asked about a task it is about to tell.
   */
  @JCStressTest
  @Outcome(id = "2, 2", expect = ACCEPTABLE, desc = "one task")
  @Outcome(expect = FORBIDDEN, desc = "none, or two with one pid")
  @State
  public static class ForkAgainstSameFork {
    private final Core core = new Core(Limits.DEFAULT);
    private final Membership membership = new Membership(core);

    public ForkAgainstSameFork() {
      membership.fork(Rig.PARENT, Rig.PARENT, 0);
    }

    @Actor
    public void tell() {
      membership.fork(Rig.PARENT, Rig.CHILD, 0);
    }

    @Actor
    public void tellToo() {
      membership.adopt(Rig.PARENT, Rig.CHILD, 0);
    }

    @Arbiter
    public void look(LL_Result result) {
      var live = new ArrayList<TaskEntry>();
      core.tasks.forEach(live::add);
      result.r1 = live.size();
      result.r2 = core.rootGroup.members.count();
    }
  }
}
