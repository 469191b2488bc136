package corral.framework.engine;

import corral.framework.api.Caller;
import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.ContainerSubsystem;
import corral.framework.api.Errno;
import corral.framework.api.Hierarchy;
import corral.framework.api.Task;
import corral.framework.api.admin.AgentRun;
import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.admin.Entry;
import corral.framework.api.admin.Mount;
import corral.framework.api.admin.OpenFile;
import corral.framework.api.admin.SubsystemReport;
import corral.framework.api.admin.Watch;
import corral.framework.api.event.ContainerEvent;
import corral.framework.api.event.ContainerListener;
import corral.framework.api.event.LimitAlarms;
import corral.framework.api.host.Host;
import corral.framework.api.host.Signals;
import corral.framework.api.host.TaskEvents;
import corral.framework.api.host.TaskInfo;
import corral.framework.api.host.TaskStream;
import corral.framework.api.stats.StateLedger;
import corral.framework.engine.Node.ContainerDirectory;
import corral.framework.engine.Node.ContainerFile;
import corral.framework.engine.Node.Owned;
import corral.framework.engine.Node.Passage;
import corral.framework.engine.Node.Report;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * The engine as others see it: puts its parts together, takes the management lock, and names the
 * path in every refusal. The rules are in the parts.
 */
@Component(
    immediate = true,
    service = {ContainerAdmin.class, TaskEvents.class, StateLedger.class, LimitAlarms.class})
public final class Engine
    implements ContainerAdmin, TaskEvents, StateLedger, LimitAlarms, AutoCloseable {
  private final Core core;
  private final Membership membership;
  private final HostLink host;
  private final Attacher attacher;
  private final Binder binder;
  private final Subsystems subsystems;
  private final SubsystemRegistry registry;
  private final Mounts mounts;
  private final Tree tree;
  private final TreeKiller killer;
  private final NameSpace nameSpace;
  private final Entries entries;
  private final ReleaseAgents agents;
  private final Releases releases;
  private final List<Runnable> mountWatches = new CopyOnWriteArrayList<>();

  /** By which the host's tasks can be killed; null if the host offers no signals. */
  private volatile @Nullable Signals signals;

  /** An operation that changes something. */
  @FunctionalInterface
  private interface Operation<R> {
    R run() throws ContainerException;
  }

  /** An engine with the usual limits; DS makes it so. */
  @Activate
  public Engine() {
    this(Limits.DEFAULT);
  }

  /** An engine that does nothing until {@link #start}. */
  public Engine(Limits limits) {
    this(new Core(limits));
  }

  /** As {@link #Engine(Limits)}, for a test that looks at what the parts share. */
  Engine(Core core) {
    this.core = core;
    membership = new Membership(core);
    host = new HostLink(core, membership);
    attacher = new Attacher(membership, host);
    var coreFiles = new CoreFiles(attacher);
    binder = new Binder(core, membership, coreFiles);
    subsystems = new Subsystems(core, membership, binder);
    mounts = new Mounts(core, membership, binder, coreFiles);
    registry = new SubsystemRegistry(core, subsystems, binder, mounts);
    tree = new Tree(core, membership);
    killer = new TreeKiller(core, membership, host, tree, () -> signals, TreeKiller.PATIENCE);
    nameSpace = new NameSpace(mounts, new ProcReports(core, host, mounts::pathsOf));
    entries = new Entries(nameSpace, host);
    agents = new ReleaseAgents(host::host);
    releases = new Releases(core, tree, agents);
  }

  /** Begins to look for containers that can be released. */
  @Activate
  public void start() {
    releases.start();
  }

  /** Looks for containers to release on the calling thread, for a test that does not start this. */
  void releaseNow() {
    locked(releases::lookAtAll);
  }

  /** Ends every thread of the engine. Agents that run are left to themselves. */
  @Override
  @Deactivate
  public void close() {
    releases.close();
    agents.close();
    core.announcements.close();
  }

  /** Takes a subsystem up; what stands against it can be read in {@link #subsystems}. */
  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  public void addSubsystem(ContainerSubsystem<?> subsystem) {
    locked(() -> registry.add(subsystem));
  }

  /** Reads the files of a subsystem anew, whose service has changed. */
  public void updatedSubsystem(ContainerSubsystem<?> subsystem) {
    locked(() -> registry.change(subsystem));
  }

  /** Lets go of a subsystem that leaves. */
  public void removeSubsystem(ContainerSubsystem<?> subsystem) {
    locked(() -> registry.remove(subsystem));
  }

  /** Tells a listener of all events from now on. */
  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  public void addListener(ContainerListener listener, Map<String, ?> properties) {
    core.announcements.add(listener, properties.get(ContainerListener.QUEUE));
  }

  /** Returns when the listener hears nothing any more. */
  public void removeListener(ContainerListener listener) {
    core.announcements.remove(listener);
  }

  /** Takes up a host's signals. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  public void bindSignals(Signals offered) {
    signals = offered;
  }

  /** Lets go of signals that are offered no more. */
  public void unbindSignals(Signals withdrawn) {
    if (signals == withdrawn) {
      signals = null;
    }
  }

  @Override
  public TaskStream open(Host newHost, Collection<TaskInfo> live) throws ContainerException {
    return host.open(newHost, live);
  }

  @Override
  public Caller self() {
    return host.self();
  }

  @Override
  public Mount mount(String options, String path, Caller caller) throws ContainerException {
    var mount =
        change(
            path,
            () -> {
              Permissions.checkMount(caller, self());
              var parsed = MountOptions.parse(options);
              return mounts.mount(parsed, AbsolutePath.parse(path), caller).mount();
            });
    mountWatches.forEach(Runnable::run);
    return mount;
  }

  @Override
  public void unmount(String path, Caller caller) throws ContainerException {
    change(
        path,
        () -> {
          Permissions.checkMount(caller, self());
          mounts.unmount(AbsolutePath.parse(path));
          return path;
        });
    mountWatches.forEach(Runnable::run);
  }

  @Override
  public List<Mount> mounts() {
    return mounts.views().stream().map(Mounts.View::mount).toList();
  }

  @Override
  public void mountReports(String path, Caller caller) throws ContainerException {
    change(
        path,
        () -> {
          Permissions.checkMount(caller, self());
          mounts.mountReports(AbsolutePath.parse(path));
          return path;
        });
    mountWatches.forEach(Runnable::run);
  }

  @Override
  public List<String> reportMounts() {
    return mounts.reportViews().stream().map(AbsolutePath::toString).toList();
  }

  @Override
  public List<Hierarchy> hierarchies() {
    return core.hierarchies().stream().skip(1).map(Hierarchy.class::cast).toList();
  }

  @Override
  public void bind(String subsystem, String path, Caller caller) throws ContainerException {
    change(
        subsystem,
        () -> {
          Permissions.checkMount(caller, self());
          binder.bind(subsystems.require(subsystem), hierarchyAt(path));
          return subsystem;
        });
  }

  private HierarchyRoot hierarchyAt(String path) throws ContainerException {
    return reading(path, () -> directory(nameSpace.find(AbsolutePath.parse(path))).hierarchy());
  }

  @Override
  public void unbind(String subsystem, Caller caller) throws ContainerException {
    change(
        subsystem,
        () -> {
          Permissions.checkMount(caller, self());
          mounts.checkCanSpare(subsystem);
          subsystems.unbind(subsystem);
          return subsystem;
        });
  }

  @Override
  public Container makeContainer(String path, Caller caller) throws ContainerException {
    return change(
        path,
        () -> {
          var parsed = AbsolutePath.parse(path);
          String name = parsed.newName();
          var above = nameSpace.find(parsed.parent());
          if (isThere(parsed, above)) {
            throw new ContainerException(Errno.EEXIST);
          }
          var parent = directory(above);
          Permissions.checkWrite(caller, parent.ownership().directory());
          return tree.make(parent, name, caller);
        });
  }

  private boolean isThere(AbsolutePath path, Node above) {
    if (above instanceof ContainerDirectory(var container)) {
      return NameSpace.entry(container, path.name()) != null;
    }
    try {
      nameSpace.find(path);
      return true;
    } catch (ContainerException _) {
      return false;
    }
  }

  @Override
  public void removeContainer(String path, Caller caller) throws ContainerException {
    change(
        path,
        () -> {
          var container = directory(nameSpace.find(AbsolutePath.parse(path).existingName()));
          Permissions.checkRemove(caller, container);
          tree.remove(container);
          return path;
        });
  }

  @Override
  public void killAndRemove(String path, Caller caller) throws ContainerException {
    var top =
        change(
            path,
            () -> {
              var container = directory(nameSpace.find(AbsolutePath.parse(path).existingName()));
              Permissions.checkRemoveAll(caller, container);
              Tree.requireParent(container);
              return container;
            });
    try {
      killer.killAndRemove(top, caller);
    } catch (ContainerException e) {
      throw e.on(path);
    }
  }

  @Override
  public void rename(String from, String to, Caller caller) throws ContainerException {
    change(
        from,
        () -> {
          var source = AbsolutePath.parse(from).existingName();
          var target = AbsolutePath.parse(to);
          var container = directory(nameSpace.find(source));
          var parent = container.parent();
          Permissions.checkRemove(caller, container);
          if (parent != null && !isIn(parent, target)) {
            throw new ContainerException(Errno.EIO, "a container is renamed in place only: " + to);
          }
          tree.rename(container, target.newName());
          return from;
        });
  }

  private boolean isIn(ContainerNode parent, AbsolutePath target) throws ContainerException {
    return nameSpace.find(target.parent()) instanceof ContainerDirectory(var directory)
        && directory == parent;
  }

  @Override
  public void attach(int pid, String path, Caller caller) throws ContainerException {
    change(
        path,
        () -> {
          attacher.attach(pid, directory(nameSpace.find(AbsolutePath.parse(path))), caller);
          return path;
        });
  }

  @Override
  public void attach(int pid, Container target, Caller caller) throws ContainerException {
    change(
        target.path(),
        () -> {
          if (target.isRemoved()) {
            throw new ContainerException(Errno.ENODEV, "the container has been removed");
          }
          attacher.attach(pid, (ContainerNode) target, caller);
          return target;
        });
  }

  @Override
  public Container cloneContainer(int pid, String subsystem, boolean autoDelete, Caller caller)
      throws ContainerException {
    return change(
        subsystem,
        () -> {
          var hierarchy = subsystems.require(subsystem).hierarchy();
          if (hierarchy.id() == 0) {
            throw new ContainerException(Errno.EINVAL, "it is bound to no hierarchy");
          }
          var task = attacher.findForClone(pid, hierarchy, caller);
          return tree.cloneFor(task, hierarchy, autoDelete, caller);
        });
  }

  @Override
  public Entry entry(String path) throws ContainerException {
    return reading(path, () -> entries.of(AbsolutePath.parse(path)));
  }

  @Override
  public void changeOwner(String path, int uid, int gid, Caller caller) throws ContainerException {
    change(
        path,
        () -> {
          var owned = owned(nameSpace.find(AbsolutePath.parse(path)));
          var given = Permissions.give(caller, owned.access(), uid, gid);
          owned.give(given.uid(), given.gid());
          return path;
        });
  }

  @Override
  public void changeMode(String path, int mode, Caller caller) throws ContainerException {
    change(
        path,
        () -> {
          var owned = owned(nameSpace.find(AbsolutePath.parse(path)));
          Permissions.checkMode(caller, owned.access(), mode, owned.changeableMode());
          owned.mode(mode);
          return path;
        });
  }

  private static Owned owned(Node node) throws ContainerException {
    if (node instanceof Owned owned) {
      return owned;
    }
    throw new ContainerException(Errno.EPERM, "not in a mounted hierarchy");
  }

  @Override
  public List<Entry> list(String path) throws ContainerException {
    return reading(path, () -> entries.in(AbsolutePath.parse(path)));
  }

  @Override
  public Container container(String path) throws ContainerException {
    return reading(path, () -> directory(nameSpace.find(AbsolutePath.parse(path))));
  }

  @Override
  public OpenFile open(String path, Caller caller) throws ContainerException {
    return reading(
        path,
        () ->
            switch (nameSpace.find(AbsolutePath.parse(path))) {
              case ContainerFile(var container, var row) ->
                  new OpenControlFile(core, container, row, caller, path);
              case Report(var content) -> new OpenReport(content, path);
              case ContainerDirectory _, Passage _ -> throw new ContainerException(Errno.EISDIR);
            });
  }

  @Override
  public Watch watchMounts(Runnable changed) {
    mountWatches.add(changed);
    return () -> mountWatches.remove(changed);
  }

  @Override
  public Watch watchPopulation(String path, Runnable changed) throws ContainerException {
    return reading(
        path,
        () ->
            membership.watchPopulation(
                directory(nameSpace.find(AbsolutePath.parse(path))), changed));
  }

  @Override
  public Optional<Task> task(int pid) {
    return Optional.ofNullable(core.tasks.get(pid));
  }

  @Override
  public List<Task> tasks() {
    var tasks = new ArrayList<Task>();
    core.tasks.forEach(tasks::add);
    return tasks;
  }

  @Override
  public List<SubsystemReport> subsystems() {
    return registry.reports();
  }

  @Override
  public List<AgentRun> agentRuns() {
    return core.hierarchies().stream()
        .flatMap(hierarchy -> hierarchy.agentLog().runs().stream())
        .sorted(Comparator.comparingLong(AgentRun::startedMillis))
        .toList();
  }

  @Override
  public List<AgentRun> agentRuns(String path) throws ContainerException {
    return reading(
        path,
        () -> directory(nameSpace.find(AbsolutePath.parse(path))).hierarchy().agentLog().runs());
  }

  @Override
  public CompletableFuture<AgentRun> nextAgentRun() {
    return agents.next();
  }

  @Override
  public void enter(Collection<Sighting> sightings) {
    locked(
        () -> sightings.forEach(seen -> membership.see((TaskEntry) seen.task(), seen.threads())));
  }

  @Override
  public void limitHit(
      Container container, String subsystem, String resource, long limit, long failures) {
    core.announcements.announce(
        () ->
            new ContainerEvent.LimitHit(
                container.hierarchy().id(),
                container.id(),
                container.path(),
                subsystem,
                resource,
                limit,
                failures));
  }

  @Override
  public Tally tally(Container container) {
    return ((ContainerNode) container).tally();
  }

  private static ContainerNode directory(Node node) throws ContainerException {
    return switch (node) {
      case ContainerDirectory(var container) -> container;
      case Passage _ -> throw new ContainerException(Errno.EPERM, "not in a mounted hierarchy");
      case ContainerFile _, Report _ -> throw new ContainerException(Errno.ENOTDIR);
    };
  }

  private <R> R change(String subject, Operation<R> operation) throws ContainerException {
    core.lock.lock();
    try {
      return operation.run();
    } catch (ContainerException e) {
      throw e.on(subject);
    } finally {
      core.lock.unlock();
    }
  }

  private static <R> R reading(String subject, Operation<R> operation) throws ContainerException {
    try {
      return operation.run();
    } catch (ContainerException e) {
      throw e.on(subject);
    }
  }

  private void locked(Runnable operation) {
    core.lock.lock();
    try {
      operation.run();
    } finally {
      core.lock.unlock();
    }
  }
}
