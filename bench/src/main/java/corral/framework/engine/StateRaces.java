package corral.framework.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import corral.framework.api.StateCounts;
import corral.framework.api.TaskState;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * Tasks are seen to do something while they move and end: what was seen goes along with them, and
 * nothing of it is left where they were.
 */
public final class StateRaces {
  private static final StateCounts RUNS = StateCounts.one(TaskState.RUNNING);
  private static final StateCounts SLEEPS =
      StateCounts.one(TaskState.SLEEPING).plus(TaskState.STOPPED, 1);

  private StateRaces() {}

  /** The end of a task that is looked at, which its owner of the moment has to carry out. */
  @JCStressTest
  @Outcome(id = "gone, sound", expect = ACCEPTABLE, desc = "ended, and counts nowhere")
  @Outcome(expect = FORBIDDEN, desc = "counts after its end, or was subtracted twice")
  @State
  public static class SeeAgainstExit {
    private final Rig rig = new Rig();

    public SeeAgainstExit() {
      rig.fork(Rig.PARENT, Rig.CHILD);
      rig.see(Rig.CHILD, RUNS);
    }

    @Actor
    public void see() {
      rig.see(Rig.CHILD, SLEEPS);
    }

    @Actor
    public void exit() {
      rig.exit(Rig.CHILD);
    }

    @Arbiter
    public void look(LL_Result result) {
      result.r1 = rig.placeOf(Rig.CHILD);
      result.r2 = rig.condition();
    }
  }

  /** A task is looked at, moved and looked at again, and ends meanwhile. */
  @JCStressTest
  @Outcome(id = "gone, sound", expect = ACCEPTABLE, desc = "ended, and counts nowhere")
  @Outcome(expect = FORBIDDEN, desc = "counts after its end, or was subtracted twice")
  @State
  public static class SeeAndAttachAgainstExit {
    private final Rig rig = new Rig();

    public SeeAndAttachAgainstExit() {
      rig.fork(Rig.PARENT, Rig.CHILD);
      rig.see(Rig.CHILD, RUNS);
    }

    @Actor
    public void seeAndAttach() {
      rig.see(Rig.CHILD, SLEEPS);
      rig.attach(Rig.CHILD, "/a/x");
      rig.see(Rig.CHILD, RUNS);
      rig.attach(Rig.CHILD, "/b/x");
    }

    @Actor
    public void exit() {
      rig.exit(Rig.CHILD);
    }

    @Arbiter
    public void look(LL_Result result) {
      result.r1 = rig.placeOf(Rig.CHILD);
      result.r2 = rig.condition();
    }
  }

  /** A child that is looked at as soon as it is there, while its parent is moved. */
  @JCStressTest
  @Outcome(id = "/ /, sound", expect = ACCEPTABLE, desc = "forked before the move")
  @Outcome(id = "/x /, sound", expect = ACCEPTABLE, desc = "forked after the move")
  @Outcome(expect = FORBIDDEN, desc = "counted in another place than it is listed in")
  @State
  public static class ForkAndSeeAgainstAttachOfParent {
    private final Rig rig = new Rig();

    public ForkAndSeeAgainstAttachOfParent() {
      rig.see(Rig.PARENT, RUNS);
    }

    @Actor
    public void forkAndSee() {
      rig.fork(Rig.PARENT, Rig.CHILD);
      rig.see(Rig.CHILD, SLEEPS);
    }

    @Actor
    public void attach() {
      rig.attach(Rig.PARENT, "/a/x");
    }

    @Arbiter
    public void look(LL_Result result) {
      result.r1 = rig.placeOf(Rig.CHILD);
      result.r2 = rig.condition();
    }
  }
}
