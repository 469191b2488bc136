package corral.framework.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import corral.framework.api.SubsystemState;
import java.util.Objects;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZL_Result;
import org.openjdk.jcstress.infra.results.ZZZ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Taking references and coming in, against removal. */
public final class ReferenceRaces {
  private ReferenceRaces() {}

  /** The state of the container that the races are about. */
  private static SubsystemState stateIn(Rig rig, Witness witness) {
    return Objects.requireNonNull(rig.container("/a/x").state(witness));
  }

  /** Once the check for removal has succeeded, nobody gets a reference. */
  @JCStressTest
  @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "held, not removed")
  @Outcome(id = "false, true", expect = ACCEPTABLE, desc = "removed, not held")
  @Outcome(expect = FORBIDDEN, desc = "a reference to something removed, or neither")
  @State
  public static class TryGetAgainstRemove {
    private final Witness witness = new Witness();
    private final Rig rig = new Rig(witness);
    private final SubsystemState css = stateIn(rig, witness);

    @Actor
    public void take(ZZ_Result result) {
      result.r1 = css.tryGet();
    }

    @Actor
    public void remove(ZZ_Result result) {
      result.r2 = rig.remove("/a/x");
    }
  }

  /** A removal that is refused leaves everything as it was. */
  @JCStressTest
  @Outcome(id = "true, false, true", expect = ACCEPTABLE, desc = "taken, and usable afterwards")
  @Outcome(id = "false, false, true", expect = ACCEPTABLE, desc = "refused during the check only")
  @Outcome(expect = FORBIDDEN, desc = "removed while held, or left closed")
  @State
  public static class TryGetAgainstRefusedRemove {
    private final Witness witness = new Witness();
    private final Witness second = new Witness("second");
    private final Rig rig = new Rig(witness, second);
    private final SubsystemState css = stateIn(rig, witness);

    public TryGetAgainstRefusedRemove() {
      stateIn(rig, second).tryGet();
    }

    @Actor
    public void take(ZZZ_Result result) {
      result.r1 = css.tryGet();
    }

    @Actor
    public void remove(ZZZ_Result result) {
      result.r2 = rig.remove("/a/x");
    }

    @Arbiter
    public void look(ZZZ_Result result) {
      rig.attach(Rig.PARENT, "/a/x");
      result.r3 = css.tryGet() && rig.condition().equals(Rig.SOUND);
    }
  }

  /** The last reference that is put back lets the container go. */
  @JCStressTest
  @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "removed at once")
  @Outcome(id = "false, true", expect = ACCEPTABLE, desc = "removed at the second try")
  @Outcome(expect = FORBIDDEN, desc = "held by nobody and not removed")
  @State
  public static class PutAgainstRemove {
    private final Witness witness = new Witness();
    private final Rig rig = new Rig(witness);
    private final SubsystemState css = stateIn(rig, witness);

    public PutAgainstRemove() {
      css.tryGet();
    }

    @Actor
    public void put() {
      css.put();
    }

    @Actor
    public void remove(ZZ_Result result) {
      result.r1 = rig.remove("/a/x");
    }

    @Arbiter
    public void look(ZZ_Result result) {
      result.r2 = !result.r1 && rig.remove("/a/x");
    }
  }

  /** The state alone: while it is closed nobody holds it, and reopening loses no reference. */
  @JCStressTest
  @Outcome(id = "true, true, 0", expect = ACCEPTABLE, desc = "one after the other")
  @Outcome(id = "false, true, 0", expect = ACCEPTABLE, desc = "refused while closed")
  @Outcome(id = "true, false, 0", expect = ACCEPTABLE, desc = "not closed while held")
  @Outcome(expect = FORBIDDEN, desc = "closed while held, or miscounted")
  @State
  public static class TryGetAndPutAgainstClose {
    private final SubsystemState css = new Witness.State(new Rig().container("/a/x"));

    @Actor
    public void take(ZZL_Result result) {
      result.r1 = css.tryGet();
      if (result.r1) {
        css.put();
      }
    }

    @Actor
    public void close(ZZL_Result result) {
      result.r2 = css.close();
      if (result.r2) {
        css.reopen();
      }
    }

    @Arbiter
    public void look(ZZL_Result result) {
      result.r3 = css.isClosed() ? "closed" : css.references();
    }
  }

  /** A container that is never empty is never removed, though who is in it changes. */
  @JCStressTest
  @Outcome(id = "false, true, sound", expect = ACCEPTABLE, desc = "refused")
  @Outcome(expect = FORBIDDEN, desc = "removed, or a task in a removed container")
  @State
  public static class SuccessionAgainstRemove {
    private final Rig rig = new Rig();

    public SuccessionAgainstRemove() {
      rig.attach(Rig.PARENT, "/a/x");
    }

    @Actor
    public void succeed() {
      rig.fork(Rig.PARENT, Rig.CHILD);
      rig.exit(Rig.PARENT);
    }

    @Actor
    public void remove(ZZL_Result result) {
      result.r1 = rig.remove("/a/x");
    }

    @Arbiter
    public void look(ZZL_Result result) {
      result.r2 = rig.placeOf(Rig.CHILD).equals("/x /");
      result.r3 = rig.condition();
    }
  }

  /** The last task goes: the container can be removed, if not now then later. */
  @JCStressTest
  @Outcome(id = "true, false, sound", expect = ACCEPTABLE, desc = "removed at once")
  @Outcome(id = "false, true, sound", expect = ACCEPTABLE, desc = "removed at the second try")
  @Outcome(expect = FORBIDDEN, desc = "empty and not removed")
  @State
  public static class ExitAgainstRemove {
    private final Rig rig = new Rig();

    public ExitAgainstRemove() {
      rig.fork(Rig.PARENT, Rig.CHILD);
      rig.attach(Rig.CHILD, "/a/x");
    }

    @Actor
    public void exit() {
      rig.exit(Rig.CHILD);
    }

    @Actor
    public void remove(ZZL_Result result) {
      result.r1 = rig.remove("/a/x");
    }

    @Arbiter
    public void look(ZZL_Result result) {
      result.r2 = !result.r1 && rig.remove("/a/x");
      result.r3 = rig.condition();
    }
  }
}
