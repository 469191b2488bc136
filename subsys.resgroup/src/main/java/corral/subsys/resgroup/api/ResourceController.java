package corral.subsys.resgroup.api;

import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.ContainerSubsystem;
import corral.framework.api.ControlFile;
import corral.framework.api.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A controller of one resource of Resource Groups ({@code struct res_controller}): a subsystem of
 * its own, with the files {@code shares} and {@code stats}. A bundle extends it, and registers the
 * controller by offering an instance as an OSGi service of the type {@link ContainerSubsystem},
 * also while groups exist; the controller is unregistered with the service, and when one of the
 * same name comes back each group has its shares again.
 *
 * <p>The methods that are added here are called under the management lock, but for {@link #stats}.
 *
 * @param <G> what the controller keeps for a group
 */
@ConsumerType
public abstract class ResourceController<G extends ResourceGroup<G>>
    implements ContainerSubsystem<G> {
  /** How many levels of groups there can be below the root ({@code MAX_DEPTH}). */
  public static final int MAX_DEPTH = 5;

  private static final String FORMAT = "1";
  private static final String FORMAT_KEY = "format";
  private static final String SHARES_KEY = "shares";

  /** For extension only. */
  protected ResourceController() {}

  /**
   * Makes what the controller keeps for a new group ({@code alloc_shares_struct}).
   *
   * @param parent the group above; null for the root
   * @throws ContainerException with any errno to refuse; the container then never appears
   */
  protected abstract G allocate(Container container, @Nullable G parent) throws ContainerException;

  /**
   * A group is gone for good ({@code free_shares_struct}). Its parent does not know it any more.
   */
  protected void free(G group) {}

  /**
   * A group's shares have changed, and with them what it and those below have of the resource.
   *
   * @throws ContainerException with any errno to refuse; the group then gets its old shares back,
   *     and this is called once more
   */
  protected void sharesChanged(G group) throws ContainerException {}

  /** The content of the group's {@code stats} file. Called without a lock, from any thread. */
  protected abstract String stats(G group);

  /** Lets the figures of {@link #stats} that only grow begin anew. */
  protected void resetStats(G group) {}

  /** Files besides {@code shares} and {@code stats}. */
  protected List<ControlFile<G>> moreFiles() {
    return List.of();
  }

  /**
   * Makes a group's state.
   *
   * @throws ContainerException ENOSPC if it would be deeper than {@link #MAX_DEPTH}, or what {@link
   *     #allocate} refuses with
   */
  @Override
  public final G create(Container container, @Nullable G parent) throws ContainerException {
    if (parent != null && parent.depth() == MAX_DEPTH) {
      throw new ContainerException(
          Errno.ENOSPC, "groups of " + name() + " are at most " + MAX_DEPTH + " levels deep");
    }
    var group = allocate(container, parent);
    if (parent != null) {
      parent.add(group);
    }
    return group;
  }

  @Override
  public final void destroy(G group) {
    var parent = group.parent();
    if (parent != null) {
      parent.remove(group);
    }
    free(group);
  }

  @Override
  public final List<ControlFile<G>> files() {
    List<ControlFile<G>> rows = new ArrayList<>();
    rows.add(
        ControlFile.<G>named("shares")
            .reads(group -> SharesLine.of(name(), group.shares()))
            .writes((group, line) -> change(group, SharesLine.parse(name(), line))));
    rows.add(
        ControlFile.<G>named("stats")
            .reads(this::stats)
            .writesNumber((group, number) -> resetStats(group, number)));
    rows.addAll(moreFiles());
    return rows;
  }

  private void resetStats(G group, long number) throws ContainerException {
    if (number != 0) {
      throw new ContainerException(Errno.EINVAL, "only 0 lets the figures begin anew");
    }
    resetStats(group);
  }

  /**
   * Changes a group's shares ({@code set_controller_shares}). Under the management lock.
   *
   * @param request the new shares, with {@link Shares#UNCHANGED} where there is no change
   * @throws ContainerException EINVAL if they do not fit, or what {@link #sharesChanged} refuses
   *     with; nothing has changed then
   */
  protected final void change(G group, Shares request) throws ContainerException {
    var parent = group.parent();
    var before = group.shares();
    var after = before.changedBy(request);
    after.check(
        parent == null ? null : parent.shares(), group.siblingsShares(), group.childrensShares());
    change(group, () -> group.set(after), () -> group.set(before));
  }

  /**
   * Changes something that tells, with the shares, what a group has, or nothing. Under the
   * management lock.
   *
   * @param change carries it out
   * @param undo takes it back
   * @throws ContainerException what {@link #sharesChanged} refuses with; nothing has changed then
   */
  protected final void change(G group, Runnable change, Runnable undo) throws ContainerException {
    change.run();
    try {
      sharesChanged(group);
    } catch (ContainerException refusal) {
      undo.run();
      try {
        sharesChanged(group);
      } catch (ContainerException again) {
        refusal.addSuppressed(again);
      }
      throw refusal;
    }
  }

  /** The shares, and what an extending class adds to a copy of this. */
  @Override
  public Map<String, String> save(G group) {
    return Map.of(FORMAT_KEY, FORMAT, SHARES_KEY, SharesLine.of(name(), group.shares()).strip());
  }

  /** Gives the shares back, which fitted when they were saved, and tells {@link #sharesChanged}. */
  @Override
  public void restore(G group, Map<String, String> saved) throws ContainerException {
    if (!FORMAT.equals(saved.get(FORMAT_KEY))) {
      throw new ContainerException(
          Errno.EINVAL, "saved in format " + saved.get(FORMAT_KEY) + ", this reads " + FORMAT);
    }
    group.set(
        group.shares().changedBy(SharesLine.parse(name(), saved.getOrDefault(SHARES_KEY, ""))));
    sharesChanged(group);
  }
}
