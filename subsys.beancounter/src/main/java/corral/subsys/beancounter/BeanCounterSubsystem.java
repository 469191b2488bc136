package corral.subsys.beancounter;

import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.ContainerSubsystem;
import corral.framework.api.ControlFile;
import corral.framework.api.Hierarchy;
import corral.framework.api.Task;
import corral.subsys.beancounter.api.BeanCounter;
import corral.subsys.beancounter.api.BeanCounters;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts what the tasks of a container hold, and acts where it is more than they may ({@code
 * bc_subsys}). Tasks are counted as they come and go; what they hold is looked at by the {@link
 * Watch}.
 */
final class BeanCounterSubsystem implements ContainerSubsystem<Account>, BeanCounters {
  /** What it is called. */
  static final String NAME = "beancounter";

  /** Until the framework has said which. */
  private static final int NONE = -1;

  private final Resources resources;
  private final Watch watch;
  private final ControlFiles files = new ControlFiles(new Table(this));

  /** How many open files a task had that is about to enter a container. */
  private final Map<Task, Long> entering = new ConcurrentHashMap<>();

  /** Set once, before all events. */
  private volatile int id = NONE;

  BeanCounterSubsystem(Resources resources, Watch watch) {
    this.resources = resources;
    this.watch = watch;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void registered(int subsystemId) {
    id = subsystemId;
  }

  @Override
  public Account create(Container container, @Nullable Account parent) {
    var css = new Account(container, resources::catalog, watch);
    if (parent != null && container.cloneChildren()) {
      css.takeBoundsOf(parent);
    }
    return css;
  }

  /** What is still charged to it can be given back to it at any time. */
  @Override
  public void destroy(Account css) {
    watch.forget(css);
  }

  /** A task that is there already, where only the counters are new, is not refused. */
  @Override
  public void canAttach(Account css, Task task) throws ContainerException {
    if (task.container(css.container().hierarchy()) == css.container()) {
      css.take();
      entering.put(task, 0L);
    } else {
      long openFiles = watch.openFiles(task);
      css.admit(openFiles);
      entering.put(task, openFiles);
    }
  }

  @Override
  public void cancelAttach(Account css, Task task) {
    css.leave(entered(task));
  }

  @Override
  public void attach(Account css, Account old, Task task) {
    boolean wasAdmitted = entering.containsKey(task);
    old.leave(entered(task));
    if (!wasAdmitted) {
      css.take();
    }
    watch.moved(task, old, css);
  }

  private long entered(Task task) {
    var openFiles = entering.remove(task);
    return openFiles == null ? 0 : openFiles;
  }

  @Override
  public void fork(Account css, Task task) {
    css.takeForked();
    watch.came(css);
  }

  @Override
  public void adopt(Account css, Task task) {
    css.take();
    watch.came(css);
  }

  @Override
  public void exit(Account css, Task task) {
    css.leave(0);
    watch.ended(css, task);
  }

  @Override
  public void bind(Hierarchy hierarchy) {
    watch.over(this, hierarchy.id() == 0 ? null : hierarchy.root());
  }

  @Override
  public List<ControlFile<Account>> files() {
    return files.rows(resources.catalog());
  }

  @Override
  public Map<String, String> save(Account css) {
    return SavedAccount.of(css.policy(), css.settle());
  }

  @Override
  public void restore(Account css, Map<String, String> saved) throws ContainerException {
    var contents = SavedAccount.read(saved);
    css.policy(contents.policy());
    css.resume(contents.counters());
  }

  @Override
  public List<Enforcement> enforcement() {
    return watch.promises();
  }

  @Override
  public Optional<BeanCounter> of(Container container) {
    return Optional.ofNullable(container.state(this));
  }

  @Override
  public Optional<BeanCounter> of(Task task) {
    return id != NONE && task.state(id) instanceof Account css
        ? Optional.of(css)
        : Optional.empty();
  }
}
