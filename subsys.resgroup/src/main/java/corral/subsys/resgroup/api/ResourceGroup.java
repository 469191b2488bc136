package corral.subsys.resgroup.api;

import corral.framework.api.Container;
import corral.framework.api.SubsystemState;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What a controller keeps for a container ({@code struct resource_group} with its {@code struct
 * res_shares}). A controller extends it with fields of its own. Thread-safe; the shares and the
 * children change under the management lock only.
 *
 * @param <G> the controller's own type of group
 */
@ConsumerType
public abstract class ResourceGroup<G extends ResourceGroup<G>> extends SubsystemState {
  private final @Nullable G parent;
  private final List<G> children = new CopyOnWriteArrayList<>();
  private final int depth;

  /** Written under the management lock, as a whole. */
  private volatile Shares shares;

  /**
   * A group that its parent does not know yet.
   *
   * @param parent the group of the containing container; null for the root
   * @param shares what it begins with, such as {@link Shares#NEW}
   */
  protected ResourceGroup(Container container, @Nullable G parent, Shares shares) {
    super(container);
    this.parent = parent;
    this.depth = parent == null ? 0 : parent.depth() + 1;
    this.shares = shares;
  }

  /** The group of the containing container; null for the root. */
  public final @Nullable G parent() {
    return parent;
  }

  /** The groups of the containers directly below, in the order in which they were made. */
  public final List<G> children() {
    return List.copyOf(children);
  }

  /** How many groups are above this one. */
  public final int depth() {
    return depth;
  }

  /** What it has of its parent's resource, and how it divides its own. */
  public final Shares shares() {
    return shares;
  }

  final void set(Shares newShares) {
    shares = newShares;
  }

  final void add(G child) {
    children.add(child);
  }

  final void remove(G child) {
    children.remove(child);
  }

  /** The shares of the parent's other children. */
  final List<Shares> siblingsShares() {
    return parent == null
        ? List.of()
        : shares(parent.children().stream().filter(sibling -> sibling != this));
  }

  final List<Shares> childrensShares() {
    return shares(children.stream());
  }

  private static <G extends ResourceGroup<G>> List<Shares> shares(Stream<G> groups) {
    return groups.map(ResourceGroup::shares).toList();
  }
}
