package corral.framework.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.ZZL_Result;

/** The bag of a group's tasks. */
public final class MembersRaces {
  /** More than the first chunk of slots holds. */
  private static final int SEVERAL = 6;

  private static final CssGroup GROUP = new Core(Limits.DEFAULT).rootGroup;

  private MembersRaces() {}

  private static TaskEntry task() {
    return new TaskEntry(1, 1, 0, GROUP);
  }

  private static void remove(TaskEntry task) {
    Objects.requireNonNull(task.chunk).remove(task.index);
  }

  /** {@code as expected} if exactly these tasks are there. */
  private static String compare(
      Consumer<Consumer<TaskEntry>> forEach, int count, Set<TaskEntry> expected) {
    var listed = new ArrayList<TaskEntry>();
    forEach.accept(listed::add);
    return listed.size() == count && count == expected.size() && expected.containsAll(listed)
        ? "as expected"
        : "lists %d of %d, counts %d".formatted(listed.size(), expected.size(), count);
  }

  /** Who comes in and who closes the bag cannot both succeed. */
  @JCStressTest
  @Outcome(id = "true, false, 1", expect = ACCEPTABLE, desc = "came in before it was closed")
  @Outcome(id = "false, true, 0", expect = ACCEPTABLE, desc = "closed before")
  @Outcome(expect = FORBIDDEN, desc = "in a closed bag, or refused by an open one")
  @State
  public static class AddAgainstClose {
    private final Members members = new Members();

    @Actor
    public void add(ZZL_Result result) {
      result.r1 = members.add(task());
    }

    @Actor
    public void close(ZZL_Result result) {
      result.r2 = members.close();
    }

    @Arbiter
    public void look(ZZL_Result result) {
      result.r3 = members.count();
    }
  }

  /** A close that fails in the last stripe opens the first ones again. */
  @JCStressTest
  @Outcome(id = "true, false, 2", expect = ACCEPTABLE, desc = "came in")
  @Outcome(id = "false, false, 1", expect = ACCEPTABLE, desc = "refused during the try")
  @Outcome(expect = FORBIDDEN, desc = "closed with a task in it, or left closed")
  @State
  public static class AddAgainstRefusedClose {
    private final Members members = new Members();

    public AddAgainstRefusedClose() {
      members.add(task());
    }

    @Actor
    public void add(ZZL_Result result) {
      result.r1 = members.add(task());
    }

    @Actor
    public void close(ZZL_Result result) {
      result.r2 = members.close();
    }

    @Arbiter
    public void look(ZZL_Result result) {
      result.r3 = members.count();
      if (!members.add(task())) {
        result.r3 = "left closed";
      }
    }
  }

  /** The last task leaves: the bag is closed now or later, and is empty then. */
  @JCStressTest
  @Outcome(id = "true, false, 0", expect = ACCEPTABLE, desc = "closed at once")
  @Outcome(id = "false, true, 0", expect = ACCEPTABLE, desc = "closed at the second try")
  @Outcome(expect = FORBIDDEN, desc = "cannot be closed, or is not empty")
  @State
  public static class RemoveAgainstClose {
    private final Members members = new Members();
    private final TaskEntry task = task();

    public RemoveAgainstClose() {
      members.add(task);
    }

    @Actor
    public void remove() {
      MembersRaces.remove(task);
    }

    @Actor
    public void close(ZZL_Result result) {
      result.r1 = members.close();
    }

    @Arbiter
    public void look(ZZL_Result result) {
      result.r2 = !result.r1 && members.close();
      result.r3 = members.count();
    }
  }

  /** Two threads fill one stripe, so that chunks are added: nobody is lost. */
  @JCStressTest
  @Outcome(id = "true, as expected", expect = ACCEPTABLE, desc = "all are there")
  @Outcome(expect = FORBIDDEN, desc = "lost, listed twice or miscounted")
  @State
  public static class AddAgainstAdd {
    private final MemberStripe stripe = new MemberStripe();
    private final Set<TaskEntry> first = new HashSet<>();
    private final Set<TaskEntry> second = new HashSet<>();

    @Actor
    public void addFirst() {
      fill(first);
    }

    @Actor
    public void addSecond() {
      fill(second);
    }

    private void fill(Set<TaskEntry> tasks) {
      for (int i = 0; i < SEVERAL; i++) {
        var task = task();
        tasks.add(task);
        stripe.add(task);
      }
    }

    @Arbiter
    public void look(LL_Result result) {
      result.r1 = first.addAll(second);
      result.r2 = compare(stripe::forEach, stripe.count(), first);
    }
  }

  /** One thread fills a stripe that another empties, so that spent chunks are taken out. */
  @JCStressTest
  @Outcome(id = "true, as expected", expect = ACCEPTABLE, desc = "those who stayed are there")
  @Outcome(expect = FORBIDDEN, desc = "lost, left behind or miscounted")
  @State
  public static class AddAgainstRemove {
    private final MemberStripe stripe = new MemberStripe();
    private final Set<TaskEntry> leaving = new HashSet<>();
    private final Set<TaskEntry> staying = new HashSet<>();

    public AddAgainstRemove() {
      for (int i = 0; i < 3 * SEVERAL; i++) {
        var task = task();
        stripe.add(task);
        leaving.add(task);
      }
    }

    @Actor
    public void add() {
      for (int i = 0; i < 3 * SEVERAL; i++) {
        var task = task();
        stripe.add(task);
        staying.add(task);
      }
    }

    @Actor
    public void remove() {
      leaving.forEach(MembersRaces::remove);
    }

    @Arbiter
    public void look(LL_Result result) {
      result.r2 = compare(stripe::forEach, stripe.count(), staying);
      result.r1 = stripe.add(task());
    }
  }
}
