package corral.itest;

import corral.framework.api.Container;
import corral.subsys.resgroup.api.ResourceController;
import corral.subsys.resgroup.api.ResourceGroup;
import corral.subsys.resgroup.api.Shares;
import org.jspecify.annotations.Nullable;

/** A controller of another bundle, which shares out a thousand pieces of tin. */
final class Tin extends ResourceController<Tin.Group> {
  private static final long PIECES = 1000;

  /** A group that has a part of the pieces. */
  static final class Group extends ResourceGroup<Group> {
    Group(Container container, @Nullable Group parent) {
      super(container, parent, Shares.NEW);
    }

    long pieces() {
      var parent = parent();
      return parent == null
          ? PIECES
          : Shares.part(
              Math.max(0, shares().min()), parent.pieces(), parent.shares().childDivisor());
    }
  }

  @Override
  public String name() {
    return "tin";
  }

  @Override
  protected Group allocate(Container container, @Nullable Group parent) {
    return new Group(container, parent);
  }

  @Override
  protected String stats(Group group) {
    return group.pieces() + " pieces\n";
  }
}
