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

/** Single events against each other: a task's motion, an ended parent, a pid that is used again. */
public final class EventRaces {
  private EventRaces() {}

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

  /**
   * A fork has read its parent, which ends, and every group that it could have been in is closed.
   * Before this was mended the fork looked for an open one for ever.
   */
  @JCStressTest
  @Outcome(id = "/ /, sound", expect = ACCEPTABLE, desc = "there, in the roots")
  @Outcome(id = "/x /, sound", expect = ACCEPTABLE, desc = "there, where its parent was")
  @Outcome(expect = FORBIDDEN, desc = "nowhere, or in a closed group")
  @State
  public static class ForkAgainstEndOfParent {
    private final Rig rig = new Rig();

    public ForkAgainstEndOfParent() {
      rig.fork(Rig.PARENT, Rig.CHILD);
      rig.attach(Rig.CHILD, "/a/x");
    }

    @Actor
    public void fork() {
      rig.fork(Rig.CHILD, Rig.GRANDCHILD);
    }

    @Actor
    public void end() {
      rig.exit(Rig.CHILD);
      rig.engine.addSubsystem(new Witness());
    }

    @Arbiter
    public void look(LL_Result result) {
      result.r1 = rig.placeOf(Rig.GRANDCHILD);
      result.r2 = rig.condition();
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
