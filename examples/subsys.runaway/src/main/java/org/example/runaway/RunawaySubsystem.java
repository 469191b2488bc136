package org.example.runaway;

import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.ContainerSubsystem;
import corral.framework.api.ControlFile;
import corral.framework.api.ControlFile.Place;
import corral.framework.api.Errno;
import corral.framework.api.Task;
import corral.framework.api.host.CpuAccounting;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Finds the processes of a container that use more CPU time than a process there should. */
@Component(service = ContainerSubsystem.class)
public final class RunawaySubsystem implements ContainerSubsystem<Watch> {
  private static final String FORMAT = "1";

  /** Null if the host cannot tell what a live process has used. */
  private final CpuAccounting accounting;

  @Activate
  public RunawaySubsystem(
      @Reference(
              cardinality = ReferenceCardinality.OPTIONAL,
              policyOption = ReferencePolicyOption.GREEDY)
          CpuAccounting accounting) {
    this.accounting = accounting;
  }

  @Override
  public String name() {
    return "runaway";
  }

  /** A new container starts with its parent's limit. */
  @Override
  public Watch create(Container container, Watch parent) {
    return new Watch(container, parent);
  }

  /** There is nothing outside the state. */
  @Override
  public void destroy(Watch css) {}

  @Override
  public void canAttach(Watch css, Task task) throws ContainerException {
    if (css.refusesRunaways() && isRunaway(css, task)) {
      throw new ContainerException(
          Errno.EPERM, task.pid() + " has used more than " + css.limitMillis + " ms of CPU time");
    }
  }

  @Override
  public void fork(Watch css, Task task) {
    css.started.increment();
  }

  /** It was started before we came, or counted before we left. */
  @Override
  public void adopt(Watch css, Task task) {}

  @Override
  public void exit(Watch css, Task task) {
    var usage = task.finalUsage(); // null if the host could not tell
    if (usage != null && css.isOverLimit(usage)) {
      css.ranAway.increment();
    }
  }

  /** It ended while we were away. */
  @Override
  public void missedExit(Watch css, Task task) {
    exit(css, task);
  }

  @Override
  public List<ControlFile<Watch>> files() {
    return List.of(
        ControlFile.<Watch>named("limit_ms")
            .readsNumber(css -> css.limitMillis)
            .writesNumber(RunawaySubsystem::limit),
        ControlFile.<Watch>named("pids").reads(this::runaways),
        ControlFile.<Watch>named("started").readsNumber(css -> css.started.sum()),
        ControlFile.<Watch>named("ran_away").readsNumber(css -> css.ranAway.sum()),
        ControlFile.<Watch>named("refuse")
            .in(Place.ONLY_ON_ROOT)
            .readsNumber(css -> css.refuse ? 1 : 0)
            .writesNumber(RunawaySubsystem::refuse));
  }

  private static void limit(Watch css, long millis) throws ContainerException {
    if (millis < 0) {
      throw new ContainerException(Errno.EINVAL, millis + " ms: it is 0 (no limit) or more");
    }
    css.limitMillis = millis;
  }

  private static void refuse(Watch css, long flag) throws ContainerException {
    if (flag != 0 && flag != 1) {
      throw new ContainerException(Errno.EINVAL, flag + ": it is 0 or 1");
    }
    css.refuse = flag == 1;
  }

  private String runaways(Watch css) throws ContainerException {
    if (accounting == null) {
      throw new ContainerException(Errno.ENOSYS, "no host tells what a live process has used");
    }
    var lines = new StringBuilder();
    for (var task : css.container().tasks()) {
      if (isRunaway(css, task)) {
        lines.append(task.pid()).append('\n');
      }
    }
    return lines.toString();
  }

  private boolean isRunaway(Watch css, Task task) {
    try {
      return accounting != null && css.isOverLimit(accounting.usage(task.pid()));
    } catch (ContainerException _) {
      return false; // it has ended meanwhile
    }
  }

  @Override
  public Map<String, String> save(Watch css) {
    return Map.of(
        "format", FORMAT,
        "limit_ms", Long.toString(css.limitMillis),
        "started", css.started.toString(),
        "ran_away", css.ranAway.toString(),
        "refuse", css.refuse ? "1" : "0");
  }

  @Override
  public void restore(Watch css, Map<String, String> saved) throws ContainerException {
    if (!FORMAT.equals(saved.get("format"))) {
      throw new ContainerException(
          Errno.EINVAL, "saved in format " + saved.get("format") + ", this reads " + FORMAT);
    }
    limit(css, ControlFile.parseNumber(saved.get("limit_ms")));
    css.started.add(ControlFile.parseNumber(saved.get("started")));
    css.ranAway.add(ControlFile.parseNumber(saved.get("ran_away")));
    refuse(css, ControlFile.parseNumber(saved.get("refuse")));
  }

  @Override
  public List<Enforcement> enforcement() {
    var how =
        accounting != null
            ? "the host is asked for the CPU time of each process"
            : "no host tells what a live process has used";
    return List.of(
        new Enforcement("pids", accounting != null, how),
        new Enforcement("refuse", accounting != null, how),
        new Enforcement("limit_ms", false, "who passes it is named, not stopped"));
  }
}
