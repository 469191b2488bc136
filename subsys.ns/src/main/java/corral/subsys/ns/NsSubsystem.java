package corral.subsys.ns;

import static java.util.stream.Collectors.joining;

import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.ContainerSubsystem;
import corral.framework.api.ControlFile;
import corral.framework.api.Errno;
import corral.framework.api.Hierarchy;
import corral.framework.api.Task;
import corral.framework.api.host.NamespaceKind;
import corral.framework.api.host.Namespaces;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Says who may enter a container, keeps what is known of its namespaces, and shows them ({@code
 * ns_container} of seed 001). The {@link Follower} is who moves tasks.
 */
@Component(service = {ContainerSubsystem.class, NsSubsystem.class})
public final class NsSubsystem implements ContainerSubsystem<Nest> {
  static final String NAME = "ns";

  private static final int MOST_EXCEPTIONS_NAMED = 5;

  /** A move that the follower is about to make. */
  private record Move(Task task, Nest to) {}

  /** Null if the host does not know namespaces. */
  private final @Nullable Namespaces namespaces;

  /** Tasks that could not be given the container that they should have, and why. */
  private final Map<Task, Errno> exceptions = new ConcurrentHashMap<>();

  /** See {@link #unheeded}. */
  private final Set<Task> unheeded = ConcurrentHashMap.newKeySet();

  /** Where it is bound; null in hierarchy 0. */
  private volatile @Nullable Hierarchy hierarchy;

  private volatile Attention attention = Attention.NONE;
  private volatile @Nullable Move expected;

  /** A subsystem that nobody pays attention to yet. */
  @Activate
  public NsSubsystem(
      @Reference(
              cardinality = ReferenceCardinality.OPTIONAL,
              policyOption = ReferencePolicyOption.GREEDY)
          @Nullable Namespaces namespaces) {
    this.namespaces = namespaces;
  }

  /** Tells somebody from now on; nobody if it is {@link Attention#NONE}. */
  void tell(Attention newAttention) {
    attention = newAttention;
  }

  /** The tasks that were forked while nobody paid attention. */
  Set<Task> unheeded() {
    return unheeded;
  }

  /** Where it is bound; null in hierarchy 0. */
  @Nullable Hierarchy hierarchy() {
    return hierarchy;
  }

  /** The follower is about to make a move, which no rule forbids. */
  void expect(Task task, Nest to) {
    expected = new Move(task, to);
  }

  /** The counterpart of {@link #expect}. */
  void expectNothing() {
    expected = null;
  }

  /** A task could not be given the container that it should have. */
  void except(Task task, Errno errno) {
    exceptions.put(task, errno);
  }

  /** A task has ended, or has moved. */
  void forget(Task task) {
    unheeded.remove(task);
    exceptions.remove(task);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Nest create(Container container, @Nullable Nest parent) {
    return new Nest(container);
  }

  /** There is nothing outside the state. */
  @Override
  public void destroy(Nest css) {}

  /**
   * A task that is there already, where only the subsystem is new, is not refused. Source: {@code
   * ns_can_attach} of seed 001.
   */
  @Override
  public void canAttach(Nest css, Task task) throws ContainerException {
    var target = css.container();
    var from = task.container(target.hierarchy());
    if (from != target && !new Move(task, css).equals(expected)) {
      if (target.taskCount() > 0) {
        throw new ContainerException(
            Errno.EPERM, "it has tasks, and only one without can be entered");
      }
      if (from != target.parent()) {
        throw new ContainerException(
            Errno.EPERM, "it can be entered only from the one above, not from " + from.path());
      }
    }
    if (target.taskCount() == 0) {
      css.reset();
    }
  }

  /** Whom a person has moved may have changed since it was looked at. */
  @Override
  public void attach(Nest css, Nest old, Task task) {
    var known = old.known(task);
    boolean byPerson = hierarchy != null && !new Move(task, css).equals(expected);
    if (byPerson && !css.isKnown() && known != null) {
      css.home(known);
    }
    old.forget(task);
    forget(task);
    attention.came(task);
  }

  @Override
  public void fork(Nest css, Task task) {
    if (attention == Attention.NONE && hierarchy != null) {
      unheeded.add(task);
    }
    attention.came(task);
  }

  @Override
  public void adopt(Nest css, Task task) {
    attention.adopted(task);
  }

  @Override
  public void exit(Nest css, Task task) {
    css.forget(task);
    forget(task);
  }

  @Override
  public void missedExit(Nest css, Task task) {
    css.forget(task);
  }

  /** What was known in another hierarchy is out of date. */
  @Override
  public void bind(Hierarchy newHierarchy) {
    var root = newHierarchy.root().state(this);
    if (root != null && (newHierarchy.id() == 0 || !root.isRestored())) {
      root.reset();
    }
    hierarchy = newHierarchy.id() == 0 ? null : newHierarchy;
    attention.over(hierarchy);
  }

  @Override
  public List<ControlFile<Nest>> files() {
    return Arrays.stream(NamespaceKind.values()).map(this::file).toList();
  }

  private ControlFile<Nest> file(NamespaceKind kind) {
    return ControlFile.<Nest>named(kind.word()).reads(css -> show(css.container(), kind));
  }

  /** A line for each namespace that a task is in; so none for a container without tasks. */
  private String show(Container container, NamespaceKind kind) throws ContainerException {
    if (namespaces == null) {
      throw new ContainerException(Errno.ENOSYS, "the host cannot tell namespaces");
    }
    var ids = new TreeSet<Long>();
    ContainerException refusal = null;
    for (var task : container.tasks()) {
      try {
        ids.add(namespaces.of(task.pid(), kind));
      } catch (ContainerException e) {
        refusal = e.errno() == Errno.ESRCH ? refusal : e;
      }
    }
    if (ids.isEmpty() && refusal != null) {
      throw refusal;
    }
    if (ids.contains(0L)) {
      throw new ContainerException(
          Errno.ENOSYS, "the machine has no namespaces of kind " + kind.word());
    }
    return ids.stream().map(id -> kind.word() + ":[" + id + "]\n").collect(joining());
  }

  /** In hierarchy 0 nobody follows, so that nothing is known. */
  @Override
  public Map<String, String> save(Nest css) {
    return hierarchy == null ? Map.of() : css.save();
  }

  @Override
  public void restore(Nest css, Map<String, String> saved) throws ContainerException {
    css.restore(SavedNest.read(saved));
  }

  @Override
  public List<Enforcement> enforcement() {
    return List.of(
        new Enforcement("entry", true, "asked before each attach"),
        new Enforcement(
            "node_PID",
            namespaces != null && hierarchy != null,
            namespaces == null
                ? "not followed: the host cannot tell namespaces"
                : hierarchy == null
                    ? "not followed: no hierarchy has been mounted with it"
                    : attention.means() + besides()),
        new Enforcement(
            "ns.KIND",
            namespaces != null,
            namespaces == null ? "not shown: the host cannot tell" : "read when it is asked for"));
  }

  private String besides() {
    var unplaced = Map.copyOf(exceptions);
    if (unplaced.isEmpty()) {
      return "";
    }
    int more = unplaced.size() - MOST_EXCEPTIONS_NAMED;
    return unplaced.entrySet().stream()
        .limit(MOST_EXCEPTIONS_NAMED)
        .map(exception -> exception.getKey().pid() + " (" + exception.getValue() + ")")
        .collect(joining(", ", "; but not of ", more > 0 ? " and " + more + " more" : ""));
  }
}
