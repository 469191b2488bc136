package corral.framework.engine;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.engine.Fault.Strike;
import corral.framework.engine.Model.Tree;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can be done with hierarchies and containers. The rules are those of SEMANTICS.md. */
final class StructureOperations {
  private StructureOperations() {}

  /**
   * A mount.
   *
   * @param subsystems the subsystems that are named
   * @param all whether all are meant
   * @param none whether none is meant
   * @param name the hierarchy's name; empty for none
   * @param agent the release agent; empty for none
   */
  record Mount(
      String path,
      List<String> subsystems,
      boolean all,
      boolean none,
      boolean noPrefix,
      String name,
      String agent)
      implements Operation {
    String options() {
      var options = new ArrayList<>(subsystems);
      add(options, all, "all");
      add(options, none, "none");
      add(options, noPrefix, "noprefix");
      add(options, !name.isEmpty(), "name=" + name);
      add(options, !agent.isEmpty(), "release_agent=" + agent);
      return String.join(",", options);
    }

    private static void add(List<String> options, boolean condition, String option) {
      if (condition) {
        options.add(option);
      }
    }

    private boolean meansAll() {
      return all || (subsystems.isEmpty() && !none && name.isEmpty());
    }

    private Set<String> wanted(Model model) {
      if (!meansAll()) {
        return new LinkedHashSet<>(subsystems);
      }
      var wanted = new LinkedHashSet<>(model.registered.keySet());
      model.trees.forEach(tree -> wanted.addAll(tree.members));
      return wanted;
    }

    /** The active hierarchy that is meant. */
    private @Nullable Tree active(Model model) {
      var wanted = wanted(model);
      return model.trees.stream()
          .filter(
              tree ->
                  name.isEmpty()
                      ? !wanted.isEmpty() && tree.members.equals(wanted)
                      : tree.name.equals(name) && (wanted.isEmpty() || tree.members.equals(wanted)))
          .findFirst()
          .orElse(null);
    }

    @Override
    public Set<Errno> refusals(Model model) {
      var wanted = wanted(model);
      var refusals = Model.none();
      if (contradictsItself()) {
        refusals.add(Errno.EINVAL);
      }
      if ((wanted.isEmpty() && meansAll()) || !isKnown(wanted, model)) {
        refusals.add(Errno.ENOENT);
      }
      if (model.mounts.containsKey(path)) {
        refusals.add(Errno.EBUSY);
      }
      if (active(model) == null) {
        refusals.addAll(refusalsOfNew(model, wanted));
      }
      return refusals;
    }

    private boolean contradictsItself() {
      return none ? name.isEmpty() || all || !subsystems.isEmpty() : all && !subsystems.isEmpty();
    }

    private static boolean isKnown(Set<String> wanted, Model model) {
      return wanted.stream()
          .allMatch(s -> model.registered.containsKey(s) || model.awaiting(s) != null);
    }

    private Set<Errno> refusalsOfNew(Model model, Set<String> wanted) {
      var refusals = Model.none();
      if (model.trees.stream()
          .anyMatch(
              tree ->
                  tree.members.stream().anyMatch(wanted::contains)
                      || (!name.isEmpty() && tree.name.equals(name)))) {
        refusals.add(Errno.EBUSY);
      }
      if (wanted.isEmpty() && !none) {
        refusals.add(Errno.EINVAL);
      }
      if (model.trees.size() >= Model.LIMITS.hierarchies()) {
        refusals.add(Errno.ENOSPC);
      }
      if (Model.filesCollide(wanted, noPrefix)) {
        refusals.add(Errno.EEXIST);
      }
      return refusals;
    }

    @Override
    public Set<Callback> callbacks() {
      return Set.of(Callback.BIND);
    }

    @Override
    public void perform(World world) throws ContainerException {
      world.engine.mount(options(), path, World.ROOT);
    }

    @Override
    public void effect(Model model, @Nullable Strike strike) {
      var tree = active(model);
      model.mounts.put(path, tree == null ? made(model) : tree);
    }

    private Tree made(Model model) {
      var tree = new Tree(name, noPrefix);
      tree.agent = agent;
      tree.members.addAll(wanted(model));
      model.trees.add(tree);
      for (var subsystem : tree.members) {
        model.moveRoot(subsystem, tree);
        model.misplaced.remove(subsystem);
        model.zero.root.saved.remove(subsystem);
      }
      model.jobs.values().forEach(job -> job.places.put(tree, tree.root));
      return tree;
    }

    @Override
    public String toString() {
      return "mount -o '" + options() + "' " + path;
    }
  }

  /** An unmount. */
  record Unmount(String path) implements Operation {
    @Override
    public Set<Errno> refusals(Model model) {
      var tree = model.mounts.get(path);
      if (tree == null) {
        return EnumSet.of(Errno.EINVAL);
      }
      boolean last = model.mounts.values().stream().filter(other -> other == tree).count() == 1;
      return last && !tree.root.children.isEmpty() && !tree.canBeFound()
          ? EnumSet.of(Errno.EBUSY)
          : Model.none();
    }

    @Override
    public Set<Callback> callbacks() {
      return Set.of(Callback.BIND);
    }

    @Override
    public void perform(World world) throws ContainerException {
      world.engine.unmount(path, World.ROOT);
    }

    @Override
    public void effect(Model model, @Nullable Strike strike) {
      var tree = model.mounts.remove(path);
      if (tree == null || model.mounts.containsValue(tree) || !tree.root.children.isEmpty()) {
        return;
      }
      for (var subsystem : tree.members) {
        if (model.registered.get(subsystem) == tree) {
          model.moveRoot(subsystem, model.zero);
        } else {
          Model.move(tree.root.saved, model.zero.root.saved, subsystem);
        }
      }
      model.trees.remove(tree);
      model.jobs.values().forEach(job -> job.places.remove(tree));
    }

    @Override
    public String toString() {
      return "umount " + path;
    }
  }

  /** A new container. */
  record Mkdir(String path) implements Operation {
    @Override
    public Set<Errno> refusals(Model model) {
      return model.cannotBeMade(path);
    }

    @Override
    public Set<Callback> callbacks() {
      return Set.of(Callback.CREATE);
    }

    @Override
    public void perform(World world) throws ContainerException {
      world.engine.makeContainer(path, World.ROOT);
    }

    @Override
    public void effect(Model model, @Nullable Strike strike) {
      model.make(model.existing(Model.parent(path)), Model.name(path));
    }

    @Override
    public String toString() {
      return "mkdir " + World.printable(path);
    }
  }

  /** A removal. A file of the container that is open then cannot be read any more. */
  record Rmdir(String path) implements Operation {
    @Override
    public Set<Errno> refusals(Model model) {
      var dir = model.dir(path);
      if (dir == null) {
        return model.missing(path);
      }
      return dir.parent == null || model.isUsed(dir) ? EnumSet.of(Errno.EBUSY) : Model.none();
    }

    @Override
    public Set<Errno> refusalsInStorm() {
      return EnumSet.of(Errno.EBUSY);
    }

    @Override
    public Set<Callback> callbacks() {
      return Set.of(Callback.DESTROY);
    }

    @Override
    public void perform(World world) throws ContainerException {
      var file = world.engine.open(path + "/notify_on_release", World.ROOT);
      world.engine.removeContainer(path, World.ROOT);
      world.expect(Errno.ENODEV, file::read);
    }

    @Override
    public void effect(Model model, @Nullable Strike strike) {
      Model.remove(model.existing(path));
    }

    @Override
    public String toString() {
      return "rmdir " + path;
    }
  }

  /** A new name. */
  record Rename(String from, String to) implements Operation {
    @Override
    public Set<Errno> refusals(Model model) {
      var dir = model.dir(from);
      if (dir != null && dir.parent != null && dir == model.dir(to)) {
        return Model.none();
      }
      var refusals = model.cannotBeMade(to);
      if (dir == null) {
        refusals.addAll(model.missing(from));
      } else if (dir.parent == null) {
        refusals.add(Errno.EBUSY);
      } else if (model.dir(Model.parent(to)) != dir.parent) {
        refusals.add(Errno.EIO);
      }
      return refusals;
    }

    @Override
    public Set<Callback> callbacks() {
      return Set.of();
    }

    @Override
    public void perform(World world) throws ContainerException {
      world.engine.rename(from, to, World.ROOT);
    }

    @Override
    public void effect(Model model, @Nullable Strike strike) {
      var dir = model.existing(from);
      if (dir.parent != null) {
        dir.parent.children.remove(dir.name);
        dir.name = Model.name(to);
        dir.parent.children.put(dir.name, dir);
      }
    }

    @Override
    public String toString() {
      return "mv " + from + " " + World.printable(to);
    }
  }

  /** {@code notify_on_release} is set or cleared. */
  record Notify(String path, boolean on) implements Operation {
    @Override
    public Set<Errno> refusals(Model model) {
      return model.missing(path);
    }

    @Override
    public Set<Callback> callbacks() {
      return Set.of();
    }

    @Override
    public void perform(World world) throws ContainerException {
      world.engine.write(path + "/notify_on_release", on ? "1" : "0", World.ROOT);
    }

    @Override
    public void effect(Model model, @Nullable Strike strike) {
      model.existing(path).notify = on;
    }
  }

  /** The release agent of a hierarchy. */
  record Agent(String mount, String agent) implements Operation {
    @Override
    public Set<Errno> refusals(Model model) {
      return model.missing(mount);
    }

    @Override
    public Set<Callback> callbacks() {
      return Set.of();
    }

    @Override
    public void perform(World world) throws ContainerException {
      world.engine.write(mount + "/release_agent", agent, World.ROOT);
    }

    @Override
    public void effect(Model model, @Nullable Strike strike) {
      model.existing(mount).tree.agent = agent;
    }
  }
}
