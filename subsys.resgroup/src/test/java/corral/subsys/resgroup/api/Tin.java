package corral.subsys.resgroup.api;

import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A controller of tests, of a resource of which there are 1000 pieces. It supports no maximum. */
final class Tin extends ResourceController<Tin.Group> {
  static final long PIECES = 1000;

  static final class Group extends ResourceGroup<Group> {
    int resets;

    Group(Container container, @Nullable Group parent) {
      super(container, parent, new Shares(Shares.DONT_CARE, Shares.UNSUPPORTED, 100));
    }

    long pieces() {
      var parent = parent();
      return parent == null
          ? PIECES
          : Shares.part(
              Math.max(0, shares().min()), parent.pieces(), parent.shares().childDivisor());
    }
  }

  /** The paths of the groups whose shares have changed, and of those that were freed. */
  final List<String> told = new ArrayList<>();

  /** Whether a change is to be refused. */
  boolean refuses;

  @Override
  public String name() {
    return "tin";
  }

  @Override
  protected Group allocate(Container container, @Nullable Group parent) {
    return new Group(container, parent);
  }

  @Override
  protected void free(Group group) {
    told.add("free " + group.container().path());
  }

  @Override
  protected void sharesChanged(Group group) throws ContainerException {
    told.add(group.container().path() + " has " + group.pieces());
    if (refuses) {
      refuses = false;
      throw new ContainerException(Errno.ENOSPC, "no tin");
    }
  }

  @Override
  protected String stats(Group group) {
    return group.pieces() + " pieces, " + group.resets + " resets\n";
  }

  @Override
  protected void resetStats(Group group) {
    group.resets++;
  }
}
