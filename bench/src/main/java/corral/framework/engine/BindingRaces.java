package corral.framework.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/** Subsystems that come and go while tasks are forked and end. */
public final class BindingRaces {
  private BindingRaces() {}

  /** A subsystem that comes is told of each task once, whoever is faster. */
  @JCStressTest
  @Outcome(id = "/, sound, content", expect = ACCEPTABLE, desc = "told once")
  @Outcome(expect = FORBIDDEN, desc = "not told, or twice, or too early")
  @State
  public static class RegisterAgainstFork {
    private final Witness witness = new Witness();
    private final Rig rig = new Rig();

    @Actor
    public void fork() {
      rig.fork(Rig.PARENT, Rig.CHILD);
    }

    @Actor
    public void register() {
      rig.engine.addSubsystem(witness);
    }

    @Arbiter
    public void look(LLL_Result result) {
      result.r1 = witness.placeOf(rig.task(Rig.CHILD));
      result.r2 = rig.condition();
      result.r3 = witness.opinion();
    }
  }

  /** A subsystem that comes does not keep a task that ends meanwhile. */
  @JCStressTest
  @Outcome(id = "1, sound, content", expect = ACCEPTABLE, desc = "told of both or of neither")
  @Outcome(expect = FORBIDDEN, desc = "keeps a task that has ended")
  @State
  public static class RegisterAgainstExit {
    private final Witness witness = new Witness();
    private final Rig rig = new Rig();

    public RegisterAgainstExit() {
      rig.fork(Rig.PARENT, Rig.CHILD);
    }

    @Actor
    public void exit() {
      rig.exit(Rig.CHILD);
    }

    @Actor
    public void register() {
      rig.engine.addSubsystem(witness);
    }

    @Arbiter
    public void look(LLL_Result result) {
      result.r1 = witness.tasks();
      result.r2 = rig.condition();
      result.r3 = witness.opinion();
    }
  }

  /** A subsystem that returns to a hierarchy with tasks in it finds each in its container. */
  @JCStressTest
  @Outcome(id = "/x, sound, content", expect = ACCEPTABLE, desc = "told once, ends up in x")
  @Outcome(expect = FORBIDDEN, desc = "not told, or twice, or elsewhere")
  @State
  public static class ReturnAgainstFork {
    private final Witness witness = new Witness();
    private final Rig rig;

    public ReturnAgainstFork() {
      var earlier = new Witness();
      rig = new Rig(earlier).without(earlier);
      rig.attach(Rig.PARENT, "/a/x");
    }

    @Actor
    public void fork() {
      rig.fork(Rig.PARENT, Rig.CHILD);
    }

    @Actor
    public void bind() {
      rig.engine.addSubsystem(witness);
    }

    @Arbiter
    public void look(LLL_Result result) {
      result.r1 = witness.placeOf(rig.task(Rig.CHILD));
      result.r2 = rig.condition();
      result.r3 = witness.opinion();
    }
  }

  /** A task that ends while a subsystem returns is told of in order, or not at all. */
  @JCStressTest
  @Outcome(id = "1, sound, content", expect = ACCEPTABLE, desc = "told in order, or of neither")
  @Outcome(expect = FORBIDDEN, desc = "keeps a task that has ended, or ended elsewhere")
  @State
  public static class ReturnAgainstExit {
    private final Witness witness = new Witness();
    private final Rig rig;

    public ReturnAgainstExit() {
      var earlier = new Witness();
      rig = new Rig(earlier).without(earlier);
      rig.fork(Rig.PARENT, Rig.CHILD);
      rig.attach(Rig.CHILD, "/a/x");
    }

    @Actor
    public void exit() {
      rig.exit(Rig.CHILD);
    }

    @Actor
    public void bind() {
      rig.engine.addSubsystem(witness);
    }

    @Arbiter
    public void look(LLL_Result result) {
      result.r1 = witness.tasks();
      result.r2 = rig.condition();
      result.r3 = witness.opinion();
    }
  }

  /** A child of a task that gets another state by a bind ends up in that state, too. */
  @JCStressTest
  @Outcome(id = "/x, sound, content", expect = ACCEPTABLE, desc = "told once, ends up in x")
  @Outcome(expect = FORBIDDEN, desc = "not told, or twice, or elsewhere")
  @State
  public static class BindAgainstFork {
    private final Witness witness = new Witness();
    private final Rig rig = new Rig();

    public BindAgainstFork() {
      rig.engine.addSubsystem(witness);
      rig.attach(Rig.PARENT, "/a/x");
    }

    @Actor
    public void fork() {
      rig.fork(Rig.PARENT, Rig.CHILD);
    }

    @Actor
    public void bind() {
      rig.bind(witness.name());
    }

    @Arbiter
    public void look(LLL_Result result) {
      result.r1 = witness.placeOf(rig.task(Rig.CHILD));
      result.r2 = rig.condition();
      result.r3 = witness.opinion();
    }
  }

  /** A task that ends while it is asked for, or moved by a bind, has ended where it was last. */
  @JCStressTest
  @Outcome(id = "1, sound, content", expect = ACCEPTABLE, desc = "told in order")
  @Outcome(expect = FORBIDDEN, desc = "keeps a task that has ended, or ended elsewhere")
  @State
  public static class BindAgainstExit {
    private final Witness witness = new Witness();
    private final Rig rig = new Rig();

    public BindAgainstExit() {
      rig.engine.addSubsystem(witness);
      rig.fork(Rig.PARENT, Rig.CHILD);
      rig.attach(Rig.CHILD, "/a/x");
    }

    @Actor
    public void exit() {
      rig.exit(Rig.CHILD);
    }

    @Actor
    public void bind() {
      rig.bind(witness.name());
    }

    @Arbiter
    public void look(LLL_Result result) {
      result.r1 = witness.tasks();
      result.r2 = rig.condition();
      result.r3 = witness.opinion();
    }
  }

  /** No state that an unbind destroys is used afterwards. */
  @JCStressTest
  @Outcome(id = "1, sound, content", expect = ACCEPTABLE, desc = "told in order")
  @Outcome(expect = FORBIDDEN, desc = "told in a state that had gone, or keeps who has ended")
  @State
  public static class UnbindAgainstForkAndExit {
    private final Witness witness = new Witness();
    private final Rig rig = new Rig(witness);

    public UnbindAgainstForkAndExit() {
      rig.attach(Rig.PARENT, "/a/x");
    }

    @Actor
    public void live() {
      rig.fork(Rig.PARENT, Rig.CHILD);
      rig.exit(Rig.CHILD);
    }

    @Actor
    public void unbind() {
      rig.unbind(witness.name());
    }

    @Arbiter
    public void look(LLL_Result result) {
      result.r1 = witness.tasks();
      result.r2 = rig.condition();
      result.r3 = witness.opinion();
    }
  }

  /** After a subsystem has gone it hears of nothing, also not of what had begun before. */
  @JCStressTest
  @Outcome(id = "gone, sound, content", expect = ACCEPTABLE, desc = "told of nothing afterwards")
  @Outcome(expect = FORBIDDEN, desc = "told of something after it had gone")
  @State
  public static class UnregisterAgainstForkAndExit {
    private final Witness witness = new Witness();
    private final Rig rig = new Rig(witness);

    @Actor
    public void live() {
      rig.fork(Rig.PARENT, Rig.CHILD);
      rig.exit(Rig.CHILD);
    }

    @Actor
    public void unregister() {
      rig.engine.removeSubsystem(witness);
      witness.leave();
    }

    @Arbiter
    public void look(LLL_Result result) {
      result.r1 = rig.placeOf(Rig.CHILD);
      result.r2 = rig.condition();
      result.r3 = witness.opinion();
    }
  }
}
