package corral.framework.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Forking, moving and ending tasks at the same time, in two hierarchies. */
public final class MembershipRaces {
  private MembershipRaces() {}

  /** A child is in all its parent's containers before a move, or in all those after it. */
  @JCStressTest
  @Outcome(id = "/ /, sound", expect = ACCEPTABLE, desc = "forked before both moves")
  @Outcome(id = "/x /, sound", expect = ACCEPTABLE, desc = "forked between the moves")
  @Outcome(id = "/x /x, sound", expect = ACCEPTABLE, desc = "forked after both moves")
  @Outcome(expect = FORBIDDEN, desc = "half old, half new, or miscounted")
  @State
  public static class ForkAgainstAttachOfParent {
    private final Rig rig = new Rig();

    @Actor
    public void fork() {
      rig.fork(Rig.PARENT, Rig.CHILD);
    }

    @Actor
    public void attach() {
      rig.attach(Rig.PARENT, "/a/x");
      rig.attach(Rig.PARENT, "/b/x");
    }

    @Arbiter
    public void look(LL_Result result) {
      result.r1 = rig.placeOf(Rig.CHILD);
      result.r2 = rig.condition();
    }
  }

  /** Somebody moves a task of which the host is just about to tell: there is one task, not two. */
  @JCStressTest
  @Outcome(id = "/ /, sound, content", expect = ACCEPTABLE, desc = "moved before it was forked")
  @Outcome(id = "/x /x, sound, content", expect = ACCEPTABLE, desc = "forked, then moved")
  @Outcome(id = "/ /x, sound, content", expect = ACCEPTABLE, desc = "forked between the moves")
  @Outcome(expect = FORBIDDEN, desc = "two tasks of one process, or callbacks in disorder")
  @State
  public static class ForkAgainstAttachOfChild {
    private final Witness witness = new Witness();
    private final Rig rig = new Rig(witness);

    @Actor
    public void fork() {
      rig.fork(Rig.PARENT, Rig.CHILD);
    }

    @Actor
    public void attach() {
      rig.attach(Rig.CHILD, "/a/x");
      rig.attach(Rig.CHILD, "/b/x");
    }

    @Arbiter
    public void look(LLL_Result result) {
      result.r1 = rig.placeOf(Rig.CHILD);
      result.r2 = rig.condition();
      result.r3 = witness.opinion();
    }
  }

  /** An exit that finds the task in motion is carried out by the mover. */
  @JCStressTest
  @Outcome(id = "gone, sound, content", expect = ACCEPTABLE, desc = "ended, wherever it was")
  @Outcome(expect = FORBIDDEN, desc = "not ended, or callbacks overlapped")
  @State
  public static class ExitAgainstAttach {
    private final Witness witness = new Witness();
    private final Rig rig = new Rig(witness);

    public ExitAgainstAttach() {
      rig.fork(Rig.PARENT, Rig.CHILD);
    }

    @Actor
    public void exit() {
      rig.exit(Rig.CHILD);
    }

    @Actor
    public void attach() {
      rig.attach(Rig.CHILD, "/a/x");
      rig.attach(Rig.CHILD, "/b/x");
    }

    @Arbiter
    public void look(LLL_Result result) {
      result.r1 = rig.placeOf(Rig.CHILD);
      result.r2 = witness.tasks() == 1 ? rig.condition() : "the witness misses an exit";
      result.r3 = witness.opinion();
    }
  }

  /** A task whose fork is under way is moved in a hierarchy that came after the fork began. */
  @JCStressTest
  @Outcome(id = "/ /, sound", expect = ACCEPTABLE, desc = "in the root of the new one, too")
  @Outcome(expect = FORBIDDEN, desc = "in a place that was there before")
  @State
  public static class ForkAgainstMountAndAttach {
    private final Rig rig = new Rig();

    @Actor
    public void fork() {
      rig.fork(Rig.PARENT, Rig.CHILD);
    }

    @Actor
    public void mountAndAttach() {
      rig.mount("/c");
      rig.attach(Rig.CHILD, "/c");
    }

    @Arbiter
    public void look(LL_Result result) {
      result.r1 = rig.placeOf(Rig.CHILD);
      result.r2 = rig.condition();
    }
  }

  /** A short life while its parent is moved, and what it leaves can be removed. */
  @JCStressTest
  @Outcome(id = "true, sound, content", expect = ACCEPTABLE, desc = "lived and died")
  @Outcome(expect = FORBIDDEN, desc = "something is left")
  @State
  public static class ForkAndExitAgainstAttach {
    private final Witness witness = new Witness();
    private final Rig rig = new Rig(witness);

    @Actor
    public void live() {
      rig.fork(Rig.PARENT, Rig.CHILD);
      rig.exit(Rig.CHILD);
    }

    @Actor
    public void attach() {
      rig.attach(Rig.PARENT, "/a/x");
      rig.attach(Rig.CHILD, "/b/x");
      rig.attach(Rig.PARENT, "/a");
    }

    @Arbiter
    public void look(LLL_Result result) {
      result.r1 = rig.remove("/a/x") && rig.remove("/b/x");
      result.r2 = rig.condition();
      result.r3 = witness.opinion();
    }
  }

  /** A reader that takes no lock sees a task once while it is moved in the other hierarchy. */
  @JCStressTest
  @Outcome(id = "1, sound", expect = ACCEPTABLE, desc = "listed once")
  @Outcome(expect = FORBIDDEN, desc = "not listed, or twice")
  @State
  public static class ListAgainstAttach {
    private final Rig rig = new Rig();

    public ListAgainstAttach() {
      rig.attach(Rig.PARENT, "/a/x");
    }

    @Actor
    public void list(LL_Result result) {
      result.r1 = rig.container("/a/x").tasks().size();
    }

    @Actor
    public void attach() {
      rig.attach(Rig.PARENT, "/b/x");
      rig.attach(Rig.PARENT, "/b");
    }

    @Arbiter
    public void look(LL_Result result) {
      result.r2 = rig.condition();
    }
  }
}
