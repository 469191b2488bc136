package corral.framework.engine;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.StateCounts;
import corral.framework.api.stats.StateLedger.Sighting;
import corral.framework.engine.Fault.Strike;
import corral.framework.engine.Model.Dir;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What tasks do, and what can be done with them. The rules are those of SEMANTICS.md. */
final class TaskOperations {
  private TaskOperations() {}

  /** A new task; with the pid of another one that other has ended unnoticed. */
  record Fork(int parent, int pid, long start) implements Operation {
    @Override
    public Set<Callback> callbacks() {
      return Set.of(Callback.FORK, Callback.EXIT);
    }

    @Override
    public void perform(World world) {
      world.fork(parent, pid, start);
    }

    @Override
    public void effect(Model model, @Nullable Strike strike) {
      model.fork(parent, pid, start);
    }

    @Override
    public String toString() {
      return "fork " + parent + " -> " + pid + " at " + start;
    }
  }

  /** The end of a task. */
  record Exit(int pid) implements Operation {
    @Override
    public Set<Callback> callbacks() {
      return Set.of(Callback.EXIT, Callback.DESTROY);
    }

    @Override
    public void perform(World world) {
      world.exit(pid);
    }

    @Override
    public void effect(Model model, @Nullable Strike strike) {
      model.exit(pid);
    }

    @Override
    public String toString() {
      return "exit " + pid;
    }
  }

  /** A move of a task. */
  record Attach(int pid, String path) implements Operation {
    @Override
    public Set<Errno> refusals(Model model) {
      var refusals = model.missing(path);
      if (!model.jobs.containsKey(pid)) {
        refusals.add(Errno.ESRCH);
      }
      return refusals;
    }

    @Override
    public Set<Callback> callbacks() {
      return Callback.MOVING;
    }

    @Override
    public void perform(World world) throws ContainerException {
      world.engine.attach(pid, path, World.ROOT);
    }

    @Override
    public void effect(Model model, @Nullable Strike strike) {
      model.attach(model.job(pid), model.existing(path));
    }

    @Override
    public String toString() {
      return "attach " + pid + " " + path;
    }
  }

  /** Somebody has looked what the threads of a task do. */
  record See(int pid, StateCounts threads) implements Operation {
    @Override
    public Set<Errno> refusals(Model model) {
      return model.jobs.containsKey(pid) ? Model.none() : EnumSet.of(Errno.ESRCH);
    }

    @Override
    public Set<Callback> callbacks() {
      return EnumSet.noneOf(Callback.class);
    }

    @Override
    public void perform(World world) throws ContainerException {
      var task = world.engine.task(pid).orElseThrow(() -> new ContainerException(Errno.ESRCH, ""));
      world.engine.enter(List.of(new Sighting(task, threads)));
    }

    @Override
    public void effect(Model model, @Nullable Strike strike) {
      model.job(pid).threads = threads;
    }

    @Override
    public String toString() {
      return "see " + pid + " " + threads;
    }
  }

  /** A clone of a task's container. */
  record Clone(int pid, String subsystem, boolean autoDelete) implements Operation {
    private @Nullable Dir parent(Model model) {
      var job = model.jobs.get(pid);
      var tree = model.registered.get(subsystem);
      return job == null || tree == null ? null : job.places.get(tree);
    }

    private String name() {
      return "node_" + pid;
    }

    @Override
    public Set<Errno> refusals(Model model) {
      var refusals = Model.none();
      var tree = model.registered.get(subsystem);
      if (tree == null) {
        refusals.add(Errno.ENOENT);
      }
      if (tree == model.zero) {
        refusals.add(Errno.EINVAL);
      }
      if (!model.jobs.containsKey(pid)) {
        refusals.add(Errno.ESRCH);
      }
      var parent = parent(model);
      if (parent != null && parent.children.containsKey(name())) {
        refusals.add(Errno.EEXIST);
      }
      return refusals;
    }

    @Override
    public Set<Callback> callbacks() {
      return EnumSet.of(
          Callback.CREATE,
          Callback.POST_CLONE,
          Callback.CAN_ATTACH,
          Callback.CANCEL_ATTACH,
          Callback.ATTACH,
          Callback.DESTROY);
    }

    @Override
    public void perform(World world) throws ContainerException {
      world.engine.cloneContainer(pid, subsystem, autoDelete, World.ROOT);
    }

    @Override
    public void effect(Model model, @Nullable Strike strike) {
      var parent = parent(model);
      if (parent != null) {
        var child = model.make(parent, name());
        child.autoDelete = autoDelete;
        model.attach(model.job(pid), child);
      }
    }

    @Override
    public String toString() {
      return "clone " + pid + " " + subsystem + (autoDelete ? " autodelete" : "");
    }
  }
}
