package corral.subsys.resgroup.api;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * What a group has of its parent's resource, and how it divides its own ({@code struct
 * res_shares}). A share is a fraction: its divisor is in the parent, so that a change concerns only
 * a group, its parent and its children. Immutable.
 *
 * <p>Instead of a number there can be {@link #DONT_CARE} or {@link #UNSUPPORTED}; in a request also
 * {@link #UNCHANGED}. The rules are those of Resource Groups ({@code kernel/res_group/shares.c}),
 * whose header is in seed 001, part 5.
 *
 * @param min the least part of the parent's resource that the group is to get
 * @param max the greatest part that it may get
 * @param childDivisor what the children's shares are parts of; at least 1
 */
public record Shares(int min, int max, int childDivisor) {
  /** In a request: stays as it is ({@code SHARE_UNCHANGED}). Never kept, never shown. */
  public static final int UNCHANGED = -1;

  /** The controller has no use for it ({@code SHARE_UNSUPPORTED}). */
  public static final int UNSUPPORTED = -2;

  /** Nobody asks for a certain part, or limits it ({@code SHARE_DONT_CARE}). */
  public static final int DONT_CARE = -3;

  /** The divisor of a group that nobody has told another ({@code SHARE_DEFAULT_DIVISOR}). */
  public static final int DEFAULT_DIVISOR = 100;

  /** The shares of a new group. */
  public static final Shares NEW = new Shares(DONT_CARE, DONT_CARE, DEFAULT_DIVISOR);

  /** The request that changes nothing. */
  public static final Shares NO_CHANGE = new Shares(UNCHANGED, UNCHANGED, UNCHANGED);

  /** Whether a share is a quantity, and not one of the special values. */
  public static boolean isQuantity(int share) {
    return share >= 0;
  }

  /**
   * What a share is of a whole, rounded down.
   *
   * @param share a quantity
   * @param whole what the parent has, in the resource's unit; at least 0
   * @param divisor the parent's divisor
   */
  public static long part(int share, long whole, int divisor) {
    return whole / divisor * share + whole % divisor * share / divisor;
  }

  /**
   * These shares with what a request changes. Whether they fit is for {@link #check} to say.
   *
   * @throws ContainerException EINVAL if a value is none of those that can be asked for, or belongs
   *     to what the controller does not support
   */
  public Shares changedBy(Shares request) throws ContainerException {
    return new Shares(
        changed("min_shares", min, request.min),
        changed("max_shares", max, request.max),
        changed("child_shares_divisor", childDivisor, request.childDivisor));
  }

  private static int changed(String what, int now, int wanted) throws ContainerException {
    if (wanted == UNCHANGED || wanted == now) {
      return now;
    }
    if (now == UNSUPPORTED) {
      throw refusal(what + " is not supported by this controller");
    }
    if (wanted != DONT_CARE && !isQuantity(wanted)) {
      throw refusal(what + "=" + wanted + ": it is a number from 0, -1 or -3");
    }
    return wanted;
  }

  /**
   * Checks that these shares fit among the others.
   *
   * @param parent the parent's shares; null for a root, which is no part of anything
   * @param siblings those of the parent's other children
   * @param children those of the group's own children
   * @throws ContainerException EINVAL if they do not
   */
  public void check(
      @Nullable Shares parent, Collection<Shares> siblings, Collection<Shares> children)
      throws ContainerException {
    if (childDivisor < 1) {
      throw refusal("child_shares_divisor=" + childDivisor + ": it is at least 1");
    }
    if (isQuantity(min) && isQuantity(max) && min > max) {
      throw refusal("min_shares=" + min + " is more than max_shares=" + max);
    }
    if (parent == null) {
      if (isQuantity(min) || isQuantity(max)) {
        throw refusal("the root has everything: it is no part of a parent");
      }
    } else {
      checkWithin(parent.childDivisor, siblings);
    }
    checkDivides(children);
  }

  private void checkWithin(int divisor, Collection<Shares> siblings) throws ContainerException {
    if (max > divisor) {
      throw refusal("max_shares=" + max + " is more than the parent's divisor, " + divisor);
    }
    long taken = sumOfMinima(siblings);
    if (isQuantity(min) && min > divisor - taken) {
      throw refusal(
          "min_shares=%d is more than what the siblings leave of the parent's %d, %d"
              .formatted(min, divisor, divisor - taken));
    }
  }

  private void checkDivides(Collection<Shares> children) throws ContainerException {
    long taken = sumOfMinima(children);
    if (taken > childDivisor) {
      throw refusal(
          "child_shares_divisor=%d is less than the children's minima, %d"
              .formatted(childDivisor, taken));
    }
    int greatest = children.stream().mapToInt(Shares::max).max().orElse(0);
    if (greatest > childDivisor) {
      throw refusal(
          "child_shares_divisor=%d is less than a child's max_shares, %d"
              .formatted(childDivisor, greatest));
    }
  }

  /** The sum of the minima of several groups; those that do not care have none. */
  public static long sumOfMinima(Collection<Shares> groups) {
    return groups.stream().mapToInt(Shares::min).filter(Shares::isQuantity).asLongStream().sum();
  }

  private static ContainerException refusal(String reason) {
    return new ContainerException(Errno.EINVAL, reason);
  }
}
