package corral.framework.engine;

import corral.framework.api.Caller;
import corral.framework.api.Container;
import corral.framework.api.Hierarchy;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An active hierarchy ({@code struct containerfs_root}). */
final class HierarchyRoot implements Hierarchy {
  private final int id;
  private final int index;
  private final String name;
  private final boolean noPrefix;
  private final ContainerNode root;

  /** The bound subsystems in the order of their registration; written under the management lock. */
  private volatile List<Registration> bound = List.of();

  /** The files of every directory; follows {@link #bound}. */
  private volatile FileTable files;

  /** Subsystems that have gone and belong here when they come back; as {@link #bound}. */
  private volatile Map<String, Absence> awaited = Map.of();

  private final AgentLog agentLog = new AgentLog();

  /** The program that is told of released containers; empty for none. */
  private volatile String releaseAgent = "";

  /**
   * A hierarchy with a root container and nothing bound.
   *
   * @param index the place of this hierarchy in a {@link CssGroup}; used again when it is gone
   */
  HierarchyRoot(
      Core core, int id, int index, String name, boolean noPrefix, FileTable files, Caller maker) {
    this.id = id;
    this.index = index;
    this.name = name;
    this.noPrefix = noPrefix;
    this.root = ContainerNode.root(core, this, maker);
    this.files = files;
  }

  @Override
  public int id() {
    return id;
  }

  int index() {
    return index;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Container root() {
    return root;
  }

  ContainerNode rootNode() {
    return root;
  }

  @Override
  public List<String> subsystems() {
    return bound.stream().map(Registration::name).toList();
  }

  List<Registration> bound() {
    return bound;
  }

  FileTable files() {
    return files;
  }

  boolean noPrefix() {
    return noPrefix;
  }

  void bound(List<Registration> subsystems, FileTable newFiles) {
    bound = List.copyOf(subsystems);
    files = newFiles;
  }

  Set<String> awaited() {
    return awaited.keySet();
  }

  /** What the awaited subsystems miss. */
  Collection<Absence> absences() {
    return awaited.values();
  }

  /** What an awaited subsystem misses; null if it is not awaited. */
  @Nullable Absence absence(String subsystem) {
    return awaited.get(subsystem);
  }

  void await(Absence absence) {
    var more = new TreeMap<>(awaited);
    more.put(absence.subsystem(), absence);
    awaited = Collections.unmodifiableMap(more);
  }

  void awaitNoMore(String subsystem) {
    var fewer = new TreeMap<>(awaited);
    fewer.remove(subsystem);
    awaited = Collections.unmodifiableMap(fewer);
  }

  /** The subsystems that belong here: those that are there, then those that are awaited. */
  Set<String> members() {
    var members = new LinkedHashSet<>(subsystems());
    members.addAll(awaited());
    return members;
  }

  AgentLog agentLog() {
    return agentLog;
  }

  String releaseAgent() {
    return releaseAgent;
  }

  void releaseAgent(String path) {
    releaseAgent = path;
  }

  /** The options as {@code mount} shows them. */
  String options() {
    var options = new StringBuilder(String.join(",", members()));
    if (noPrefix) {
      append(options, "noprefix");
    }
    if (!releaseAgent.isEmpty()) {
      append(options, "release_agent=" + releaseAgent);
    }
    if (!name.isEmpty()) {
      append(options, "name=" + name);
    }
    return options.toString();
  }

  private static void append(StringBuilder options, String option) {
    if (!options.isEmpty()) {
      options.append(',');
    }
    options.append(option);
  }
}
