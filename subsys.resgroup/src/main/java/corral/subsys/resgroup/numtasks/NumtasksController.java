package corral.subsys.resgroup.numtasks;

import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.ContainerSubsystem;
import corral.framework.api.ControlFile;
import corral.framework.api.ControlFile.Place;
import corral.framework.api.Errno;
import corral.framework.api.Task;
import corral.framework.api.event.LimitAlarms;
import corral.framework.api.host.Signals;
import corral.framework.api.host.TaskLimits;
import corral.subsys.resgroup.api.ResourceController;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Limits how many tasks a group has, with those of the groups below, and how fast it forks ({@code
 * numtasks_ctlr}). The names of the files, their first values and the error of a full group
 * (ENOSPC) are those of {@code kernel/res_group/numtasks.c}, whose header is in seed 001, part 5;
 * there the fork rate was one for all groups.
 */
@Component(service = ContainerSubsystem.class)
public final class NumtasksController extends ResourceController<TaskCount> {
  private static final String NAME = "numtasks";

  private final LimitAlarms alarms;
  private final Restraint restraint;

  /** Set once, before all events. */
  private volatile int id;

  /**
   * A controller that carries out what the host lets it.
   *
   * @param alarms tells others that a limit was met
   * @param limits refuses forks; null if the host cannot
   * @param signals stops tasks, where forks cannot be refused; null if the host cannot
   */
  @Activate
  public NumtasksController(
      @Reference LimitAlarms alarms,
      @Reference(
              cardinality = ReferenceCardinality.OPTIONAL,
              policyOption = ReferencePolicyOption.GREEDY)
          @Nullable TaskLimits limits,
      @Reference(
              cardinality = ReferenceCardinality.OPTIONAL,
              policyOption = ReferencePolicyOption.GREEDY)
          @Nullable Signals signals) {
    this.alarms = alarms;
    restraint =
        limits != null ? new Fences(limits) : signals != null ? new Stops(signals) : new Books();
  }

  /** Every group was forgotten when the framework let go. */
  @Deactivate
  void stop() {
    restraint.close();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  protected TaskCount allocate(Container container, @Nullable TaskCount parent) {
    return new TaskCount(
        container,
        parent,
        (resource, limit, failures) -> alarms.limitHit(container, NAME, resource, limit, failures));
  }

  @Override
  protected void free(TaskCount group) {
    restraint.forget(group);
  }

  @Override
  public void registered(int subsystemId) {
    id = subsystemId;
  }

  /** Everything below may have less now, or more; and who was held by one may be by another. */
  @Override
  protected void sharesChanged(TaskCount group) throws ContainerException {
    for (var below : group.subtree().toList()) {
      below.adjust();
      restraint.limit(below);
    }
    group.subtree().forEach(this::placeMembers);
  }

  /** Those of the root are held by nothing, now as before. */
  private void placeMembers(TaskCount group) {
    if (group.parent() != null) {
      group.container().tasks().forEach(task -> restraint.place(group, task));
    }
  }

  /**
   * Asks of each group that the task would make one task larger.
   *
   * @throws ContainerException ENOSPC if it is full
   */
  @Override
  public void canAttach(TaskCount css, Task task) throws ContainerException {
    var old = task.state(id) instanceof TaskCount current ? current : css;
    for (var group : css.path().filter(above -> !old.isWithin(above)).toList()) {
      long limit = group.limit();
      if (limit != TaskCount.UNLIMITED && restraint.held(group) >= limit) {
        throw new ContainerException(
            Errno.ENOSPC, group.container().path() + " has its " + limit + " tasks");
      }
    }
  }

  @Override
  public void attach(TaskCount css, TaskCount old, Task task) {
    css.come();
    old.go();
    restraint.moved(old, css, task);
  }

  @Override
  public void fork(TaskCount css, Task task) {
    css.come();
    css.successes().increment();
    restraint.came(css, task);
    restraint.forked(css);
  }

  @Override
  public void adopt(TaskCount css, Task task) {
    css.come();
    restraint.came(css, task);
  }

  @Override
  public void exit(TaskCount css, Task task) {
    css.go();
    restraint.ended(css, task);
  }

  @Override
  protected String stats(TaskCount group) {
    restraint.count(group);
    return """
    numtasks: Current usage %d
    numtasks: Number of successes %d
    numtasks: Number of failures %d
    numtasks: Number of forkrate failures %d
    numtasks: Guaranteed %d
    numtasks: Limit %s
    """
        .formatted(
            group.usage(),
            group.successes().sum(),
            group.failures().sum(),
            group.forkrateFailures().sum(),
            group.guarantee(),
            group.limit() == TaskCount.UNLIMITED ? "none" : group.limit());
  }

  @Override
  protected void resetStats(TaskCount group) {
    restraint.count(group);
    group.successes().reset();
    group.failures().reset();
    group.forkrateFailures().reset();
  }

  @Override
  protected List<ControlFile<TaskCount>> moreFiles() {
    return List.of(
        ControlFile.<TaskCount>named("forkrate")
            .in(Place.NOT_ON_ROOT)
            .readsNumber(group -> group.rate().forks())
            .writesNumber(
                (group, forks) ->
                    limit(group, new ForkRate(positive(forks), group.rate().seconds()))),
        ControlFile.<TaskCount>named("forkrate_interval")
            .in(Place.NOT_ON_ROOT)
            .readsNumber(group -> group.rate().seconds())
            .writesNumber(
                (group, seconds) ->
                    limit(group, new ForkRate(group.rate().forks(), positive(seconds)))),
        ControlFile.<TaskCount>named("total_numtasks")
            .in(Place.ONLY_ON_ROOT)
            .readsNumber(TaskCount::total)
            .writesNumber(this::writeTotal));
  }

  private void limit(TaskCount group, ForkRate rate) throws ContainerException {
    var before = group.rate();
    change(group, () -> group.rate(rate), () -> group.rate(before));
  }

  private void writeTotal(TaskCount root, long total) throws ContainerException {
    long before = root.total();
    long after = positive(total);
    change(root, () -> root.total(after), () -> root.total(before));
  }

  private static int positive(long number) throws ContainerException {
    if (number < 1) {
      throw new ContainerException(Errno.EINVAL, number + ": it is at least 1");
    }
    if (number > Integer.MAX_VALUE) {
      throw new ContainerException(Errno.ERANGE, number + " does not fit in 31 bits");
    }
    return (int) number;
  }

  @Override
  public Map<String, String> save(TaskCount group) {
    restraint.count(group);
    var saved = new HashMap<>(super.save(group));
    saved.put("total_numtasks", Long.toString(group.total()));
    saved.put("forkrate", Integer.toString(group.rate().forks()));
    saved.put("forkrate_interval", Integer.toString(group.rate().seconds()));
    saved.put("successes", group.successes().toString());
    saved.put("failures", Long.toString(group.failures().sum()));
    saved.put("forkrate_failures", Long.toString(group.forkrateFailures().sum()));
    return saved;
  }

  @Override
  public void restore(TaskCount group, Map<String, String> saved) throws ContainerException {
    group.total(number(saved, "total_numtasks"));
    group.rate(
        new ForkRate(
            positive(number(saved, "forkrate")), positive(number(saved, "forkrate_interval"))));
    group.successes().add(number(saved, "successes"));
    group.failures().restore(number(saved, "failures"));
    group.forkrateFailures().restore(number(saved, "forkrate_failures"));
    super.restore(group, saved);
  }

  private static long number(Map<String, String> saved, String key) throws ContainerException {
    return ControlFile.parseNumber(saved.getOrDefault(key, ""));
  }

  @Override
  public List<Enforcement> enforcement() {
    var promises = new ArrayList<>(restraint.promises());
    promises.add(
        new Enforcement(
            "min_shares", false, "the minima are kept apart, but nothing is set aside"));
    return promises;
  }
}
