package corral.framework.engine;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.engine.Fault.Strike;
import corral.framework.engine.Model.Absent;
import corral.framework.engine.Model.Dir;
import corral.framework.engine.Model.Tree;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can be done with subsystems and their states. The rules are those of SEMANTICS.md. */
final class SubsystemOperations {
  private SubsystemOperations() {}

  /** A bundle with a subsystem starts, for the first time or again. */
  record Start(String subsystem, boolean readsOlder) implements Operation {
    @Override
    public Set<Errno> refusals(Model model) {
      var refusals = Model.none();
      if (model.registered.containsKey(subsystem)) {
        refusals.add(Errno.EEXIST);
      }
      if (model.registered.size() >= Model.LIMITS.subsystems()) {
        refusals.add(Errno.ENOSPC);
      }
      return refusals;
    }

    /** A failure with the first state; with any other it is there, but not in its place. */
    @Override
    public boolean isRefusedBy(Strike strike) {
      return strike.isIn(Callback.CREATE)
          && strike.container() != null
          && strike.container().hierarchy().id() == 0;
    }

    @Override
    public Set<Callback> callbacks() {
      return EnumSet.of(
          Callback.CREATE,
          Callback.RESTORE,
          Callback.REGISTERED,
          Callback.BIND,
          Callback.ADOPT,
          Callback.FORK,
          Callback.MISSED_EXIT,
          Callback.DESTROY);
    }

    @Override
    public void perform(World world) throws ContainerException {
      world.start(subsystem, readsOlder);
    }

    @Override
    public void effect(Model model, @Nullable Strike strike) {
      var awaiting = model.awaiting(subsystem);
      var absent = awaiting == null ? null : awaiting.absent.get(subsystem);
      model.registered.put(subsystem, model.zero);
      model.zero.root.levels.put(subsystem, 0L);
      if (!readsOlder) {
        model.unread.add(subsystem);
      }
      if (isRefusedItsPlace(awaiting == null ? model.zero : awaiting, model, strike)) {
        model.misplaced.add(subsystem);
        absent = null;
      } else if (awaiting != null) {
        model.bind(subsystem, awaiting);
        awaiting.absent.remove(subsystem);
      } else {
        Model.move(model.zero.root.saved, model.zero.root.levels, subsystem);
      }
      for (var job : model.jobs.values()) {
        boolean isNew = absent != null && !absent.known().contains(job);
        model.tell(subsystem, isNew ? Callback.FORK : Callback.ADOPT, job);
      }
      model.tellOfEnded(subsystem, absent);
    }

    private boolean isRefusedItsPlace(Tree tree, Model model, @Nullable Strike strike) {
      return (strike != null && strike.fault().callback().refuses)
          || model.cannotRead(subsystem, tree)
          || (tree != model.zero && model.filesCollide(subsystem, tree));
    }

    @Override
    public String toString() {
      return "start " + subsystem + (readsOlder ? "" : " that reads nothing older");
    }
  }

  /** A bundle with a subsystem stops. */
  record Stop(String subsystem) implements Operation {
    @Override
    public Set<Callback> callbacks() {
      return Set.of(Callback.SAVE, Callback.DESTROY);
    }

    @Override
    public void perform(World world) {
      world.stop(subsystem);
    }

    @Override
    public void effect(Model model, @Nullable Strike strike) {
      var tree = model.registered.remove(subsystem);
      if (tree == null) {
        return;
      }
      if (tree != model.zero) {
        tree.absent.put(
            subsystem, new Absent(new HashSet<>(model.jobs.values()), new ArrayList<>()));
      }
      model.unread.remove(subsystem);
      boolean wasMisplaced = model.misplaced.remove(subsystem);
      for (var dir : tree.root.subtree()) {
        var level = dir.levels.remove(subsystem);
        dir.references.remove(subsystem);
        if (level != null && !wasMisplaced) {
          dir.saved.put(subsystem, level);
        }
        if (strike != null && strike.isIn(Callback.SAVE) && isIn(dir, strike)) {
          dir.saved.remove(subsystem);
        }
      }
    }

    /** All other containers of the subsystem are in the same tree. */
    private static boolean isIn(Dir dir, Strike strike) {
      return strike.container() != null && strike.container().path().equals(dir.path());
    }

    @Override
    public String toString() {
      return "stop " + subsystem;
    }
  }

  /** A subsystem is bound to a hierarchy that is in use. */
  record Bind(String subsystem, String path) implements Operation {
    @Override
    public Set<Errno> refusals(Model model) {
      var refusals = model.missing(path);
      var now = model.registered.get(subsystem);
      var dir = model.dir(path);
      if (now == null) {
        refusals.add(Errno.ENOENT);
      } else if (dir != null && now != dir.tree) {
        var awaiting = model.awaiting(subsystem);
        if (awaiting == null ? now != model.zero : awaiting != dir.tree) {
          refusals.add(Errno.EBUSY);
        }
        if (model.filesCollide(subsystem, dir.tree)) {
          refusals.add(Errno.EEXIST);
        }
        if (model.cannotRead(subsystem, dir.tree)) {
          refusals.add(Errno.EINVAL);
        }
      }
      return refusals;
    }

    @Override
    public Set<Callback> callbacks() {
      return EnumSet.complementOf(EnumSet.of(Callback.POST_CLONE, Callback.SAVE));
    }

    @Override
    public void perform(World world) throws ContainerException {
      world.engine.bind(subsystem, path, World.ROOT);
    }

    @Override
    public void effect(Model model, @Nullable Strike strike) {
      var tree = model.existing(path).tree;
      if (model.registered.get(subsystem) != tree) {
        model.bind(subsystem, tree);
        var absent = tree.absent.remove(subsystem);
        // One that was awaited has a new root state, too.
        var moved = absent == null ? model.belowRoot(tree) : model.jobs.values();
        moved.forEach(job -> model.tell(subsystem, Callback.ATTACH, job));
        model.tellOfEnded(subsystem, absent);
      }
    }

    @Override
    public String toString() {
      return "bind " + subsystem + " " + path;
    }
  }

  /** A subsystem leaves its hierarchy, or is waited for no more. */
  record Unbind(String subsystem) implements Operation {
    @Override
    public Set<Errno> refusals(Model model) {
      var awaiting = model.awaiting(subsystem);
      var tree = awaiting == null ? model.registered.get(subsystem) : awaiting;
      if (tree == null) {
        return EnumSet.of(Errno.ENOENT);
      }
      if (tree == model.zero) {
        return EnumSet.of(Errno.EINVAL);
      }
      boolean held =
          tree.root.subtree().stream().anyMatch(dir -> dir.references.containsKey(subsystem));
      boolean lost =
          !model.mounts.containsValue(tree) && tree.members.size() == 1 && tree.name.isEmpty();
      return held || lost ? EnumSet.of(Errno.EBUSY) : Model.none();
    }

    @Override
    public Set<Callback> callbacks() {
      return Set.of(Callback.ATTACH, Callback.POST_ATTACH, Callback.BIND, Callback.DESTROY);
    }

    @Override
    public void perform(World world) throws ContainerException {
      world.engine.unbind(subsystem, World.ROOT);
    }

    @Override
    public void effect(Model model, @Nullable Strike strike) {
      var awaiting = model.awaiting(subsystem);
      if (awaiting != null) {
        awaiting.absent.remove(subsystem);
        model.misplaced.remove(subsystem);
        model.zero.root.saved.remove(subsystem);
        leave(awaiting);
        return;
      }
      var tree = model.registered.get(subsystem);
      if (tree != null) {
        model.moveRoot(subsystem, model.zero);
        model.belowRoot(tree).forEach(job -> model.tell(subsystem, Callback.ATTACH, job));
        leave(tree);
      }
    }

    private void leave(Tree tree) {
      tree.members.remove(subsystem);
      for (var dir : tree.root.subtree()) {
        dir.levels.remove(subsystem);
        dir.saved.remove(subsystem);
      }
    }

    @Override
    public String toString() {
      return "unbind " + subsystem;
    }
  }

  /** A reference that is taken, if there is a state. */
  record Get(String path, String subsystem) implements Operation {
    @Override
    public Set<Errno> refusals(Model model) {
      var dir = model.dir(path);
      return dir != null && dir.levels.containsKey(subsystem)
          ? Model.none()
          : EnumSet.of(Errno.ENOENT, Errno.ENOTDIR, Errno.ENAMETOOLONG);
    }

    @Override
    public Set<Callback> callbacks() {
      return Set.of();
    }

    @Override
    public void perform(World world) throws ContainerException {
      world.get(path, subsystem);
    }

    @Override
    public void effect(Model model, @Nullable Strike strike) {
      model.existing(path).references.merge(subsystem, 1, Integer::sum);
    }

    @Override
    public String toString() {
      return "tryGet " + subsystem + " " + path;
    }
  }

  /** A reference that is given back, if one is held. */
  record Put(String path, String subsystem) implements Operation {
    @Override
    public Set<Errno> refusals(Model model) {
      var dir = model.dir(path);
      return dir != null && dir.references.containsKey(subsystem)
          ? Model.none()
          : EnumSet.of(Errno.ENOENT, Errno.ENOTDIR, Errno.ENAMETOOLONG);
    }

    @Override
    public Set<Callback> callbacks() {
      return Set.of(Callback.DESTROY);
    }

    @Override
    public void perform(World world) throws ContainerException {
      world.put(path, subsystem);
    }

    @Override
    public void effect(Model model, @Nullable Strike strike) {
      model.existing(path).references.computeIfPresent(subsystem, (_, n) -> n == 1 ? null : n - 1);
    }

    @Override
    public String toString() {
      return "put " + subsystem + " " + path;
    }
  }

  /** What a subsystem keeps is changed through its file. */
  record SetLevel(String path, String subsystem, long level) implements Operation {
    @Override
    public Set<Errno> refusals(Model model) {
      var dir = model.dir(path);
      return dir != null && model.registered.get(subsystem) == dir.tree
          ? Model.none()
          : EnumSet.of(Errno.ENOENT, Errno.ENOTDIR, Errno.ENAMETOOLONG);
    }

    @Override
    public Set<Callback> callbacks() {
      return Set.of();
    }

    @Override
    public void perform(World world) throws ContainerException {
      world.setLevel(path, subsystem, level);
    }

    @Override
    public void effect(Model model, @Nullable Strike strike) {
      model.existing(path).levels.put(subsystem, level);
    }

    @Override
    public String toString() {
      return "echo " + level + " > " + path + "/" + subsystem + ".*";
    }
  }
}
