package corral.framework.api.host;

import corral.framework.api.ContainerException;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * A set of CPU or memory-node numbers ({@code cpumask_t}, {@code nodemask_t}), written as the
 * kernel's bitmap lists: {@code 0-2,5}. Immutable.
 */
public final class IndexSet {
  /** The set without members, written as an empty text. */
  public static final IndexSet EMPTY = new IndexSet(new BitSet());

  private final BitSet bits;

  private IndexSet(BitSet bits) {
    this.bits = bits;
  }

  /** The set of these numbers. */
  public static IndexSet of(int... numbers) {
    var bits = new BitSet();
    IntStream.of(numbers).forEach(bits::set);
    return new IndexSet(bits);
  }

  /** The set of the numbers from 0 to {@code size - 1}. */
  public static IndexSet firstOf(int size) {
    var bits = new BitSet();
    bits.set(0, size);
    return new IndexSet(bits);
  }

  /**
   * The set that a list names, in the grammar of the kernel's bitmap lists ({@code
   * bitmap_parselist}).
   *
   * <p>A list is regions with commas or white space between, before and after them, any number of
   * each; none at all is the empty set. A region is a number, a range {@code 0-5}, or {@code all}.
   * {@code N} is the last number. A range or {@code all} can have a stride: {@code 0-9:2/4} takes
   * the first 2 of each 4. As in the kernel, a list ends at the first newline that follows a
   * region.
   *
   * @param size how many numbers there are; they go from 0 to {@code size - 1}
   * @throws ContainerException EINVAL if it is not a list, ERANGE if it has a number beyond the
   *     last
   * @see <a href="https://docs.kernel.org/core-api/kernel-api.html#c.bitmap_parselist">
   *     bitmap_parselist</a>
   */
  public static IndexSet parse(String list, int size) throws ContainerException {
    return new IndexSet(IndexList.parse(list, size));
  }

  /** Whether there is no member. */
  public boolean isEmpty() {
    return bits.isEmpty();
  }

  /** Whether the number is a member. */
  public boolean contains(int number) {
    return bits.get(number);
  }

  /** Whether every member is a member of the other set too. */
  public boolean isWithin(IndexSet other) {
    return minus(other).isEmpty();
  }

  /** Whether some number is a member of both. */
  public boolean overlaps(IndexSet other) {
    return bits.intersects(other.bits);
  }

  /** The members of both. */
  public IndexSet and(IndexSet other) {
    var result = copy();
    result.and(other.bits);
    return new IndexSet(result);
  }

  /** The members of either. */
  public IndexSet or(IndexSet other) {
    var result = copy();
    result.or(other.bits);
    return new IndexSet(result);
  }

  /** The members of this set that the other does not have. */
  public IndexSet minus(IndexSet other) {
    var result = copy();
    result.andNot(other.bits);
    return new IndexSet(result);
  }

  /** How many members there are. */
  public int size() {
    return bits.cardinality();
  }

  /** The greatest member, or -1 of the empty set. */
  public int last() {
    return bits.length() - 1;
  }

  /** The members, ascending. */
  public IntStream stream() {
    return bits.stream();
  }

  private BitSet copy() {
    return (BitSet) bits.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IndexSet that && bits.equals(that.bits);
  }

  @Override
  public int hashCode() {
    return bits.hashCode();
  }

  /** The shortest list of the members, ascending: {@code 0-2,5}; empty for the empty set. */
  @Override
  public String toString() {
    return IndexList.format(bits);
  }
}
