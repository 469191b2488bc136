package corral.framework.api.host;

import static java.util.stream.Collectors.joining;

import java.util.EnumMap;
import java.util.Map;

/**
 * The namespaces that a process is in ({@code struct nsproxy}). Two processes with equal ones share
 * all their namespaces, while both live: the number of a namespace that has ended is given to a new
 * one. Immutable.
 */
public final class NamespaceIds {
  private final Map<NamespaceKind, Long> ids;

  private NamespaceIds(Map<NamespaceKind, Long> ids) {
    this.ids = ids;
  }

  /**
   * Namespaces by their numbers, those that the kernel shows.
   *
   * @param ids the kinds that the machine has, each with a number above 0
   */
  public static NamespaceIds of(Map<NamespaceKind, Long> ids) {
    var sorted = new EnumMap<NamespaceKind, Long>(NamespaceKind.class);
    sorted.putAll(ids);
    return new NamespaceIds(sorted);
  }

  /** The number of the namespace of a kind; 0 if the machine has no such namespaces. */
  public long id(NamespaceKind kind) {
    return ids.getOrDefault(kind, 0L);
  }

  /** These, but for one. */
  public NamespaceIds with(NamespaceKind kind, long id) {
    var others = new EnumMap<>(ids);
    others.put(kind, id);
    return new NamespaceIds(others);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NamespaceIds that && ids.equals(that.ids);
  }

  @Override
  public int hashCode() {
    return ids.hashCode();
  }

  /** All of them as the kernel's links show them, with a blank between. */
  @Override
  public String toString() {
    return ids.entrySet().stream()
        .map(id -> id.getKey().word() + ":[" + id.getValue() + "]")
        .collect(joining(" "));
  }
}
