package corral.front.fuse;

import static java.util.stream.Collectors.joining;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.admin.Watch;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The files that say whether there is a task in a container, as far as the kernel knows them: only
 * those can be watched. inotify(7) tells of what programs do to a file, not of what a file system
 * does by itself; so when such a file changes Corral writes to it from outside, as a program would.
 * That write is known when it arrives, and does nothing else. Thread-safe.
 */
final class PopulationFiles implements AutoCloseable {
  private static final Logger LOG = System.getLogger(PopulationFiles.class.getName());
  private static final String NAME = "cgroup.events";

  private final ContainerAdmin admin;
  private final Nodes nodes;
  private final Runnable whenChanged;

  /** By node; guarded by this. */
  private final Map<Long, Watched> known = new TreeMap<>();

  /**
   * A file that the kernel knows.
   *
   * @param lookups how often it has looked it up and not forgotten it
   * @param changed whether it may have changed since it was told of
   * @param told what it said then
   */
  private record Watched(long lookups, Watch watch, AtomicBoolean changed, String told) {
    Watched looked(long times) {
      return new Watched(lookups + times, watch, changed, told);
    }

    Watched told(String content) {
      return new Watched(lookups, watch, changed, content);
    }
  }

  /**
   * Files of one file system.
   *
   * @param left what the last version of this bundle has {@link #left}
   * @param whenChanged called when one may have changed; it must not block
   */
  PopulationFiles(ContainerAdmin admin, Nodes nodes, String left, Runnable whenChanged) {
    this.admin = admin;
    this.nodes = nodes;
    this.whenChanged = whenChanged;
    for (var entry : left.isEmpty() ? new String[0] : left.split(" ", -1)) {
      int equals = entry.indexOf('=');
      looked(
          Long.parseLong(entry.substring(0, equals)), Long.parseLong(entry.substring(equals + 1)));
    }
  }

  /** What the next version of this bundle wants to know. */
  synchronized String left() {
    return known.entrySet().stream()
        .map(file -> file.getKey() + "=" + file.getValue().lookups())
        .collect(joining(" "));
  }

  /** Whether it is one of them by its name. */
  boolean isOne(long node) {
    return !nodes.node(node).isDirectory() && nodes.fileName(node).equals(NAME);
  }

  /** The kernel has looked up a node, as often as this. */
  void looked(long node, long times) {
    if (isOne(node)) {
      remember(node, times);
    }
  }

  private synchronized void remember(long node, long times) {
    var file = known.get(node);
    if (file != null) {
      known.put(node, file.looked(times));
      return;
    }
    try {
      var changed = new AtomicBoolean();
      var watch = watch(node, () -> mark(changed));
      try {
        known.put(node, new Watched(times, watch, changed, content(node)));
      } catch (ContainerException e) {
        watch.close();
        throw e;
      }
    } catch (ContainerException e) {
      LOG.log(Level.DEBUG, "It has gone meanwhile", e);
    }
  }

  /**
   * If the container is renamed meanwhile, another can have its place: that is not to be watched.
   */
  private Watch watch(long node, Runnable whenChanged) throws ContainerException {
    while (true) {
      var path = nodes.directoryPath(node);
      var watch = admin.watchPopulation(path, whenChanged);
      if (nodes.directoryPath(node).equals(path)) {
        return watch;
      }
      watch.close();
    }
  }

  private void mark(AtomicBoolean changed) {
    changed.set(true);
    whenChanged.run();
  }

  private String content(long node) throws ContainerException {
    return nodes.find(node, path -> admin.read(path, admin.self()));
  }

  /** The kernel has forgotten so many of its lookups. */
  synchronized void forgotten(long node, long times) {
    var file = known.get(node);
    if (file != null) {
      if (file.lookups() > times) {
        known.put(node, file.looked(-times));
      } else {
        known.remove(node);
        file.watch().close();
      }
    }
  }

  /** Tells those who watch. It writes to files that this file system answers for. */
  void tell() {
    for (var path : changed()) {
      try (var file = FileChannel.open(Path.of(path), StandardOpenOption.WRITE)) {
        file.write(ByteBuffer.wrap(new byte[] {'\n'}));
      } catch (IOException e) {
        LOG.log(Level.DEBUG, "Nobody watches it any more", e);
      }
    }
  }

  /** Where those are that say something else than when they were told of last. */
  private synchronized List<String> changed() {
    var paths = new ArrayList<String>();
    for (var entry : known.entrySet()) {
      var file = entry.getValue();
      if (file.changed().getAndSet(false)) {
        try {
          var content = content(entry.getKey());
          if (!content.equals(file.told())) {
            entry.setValue(file.told(content));
            paths.add(nodes.path(entry.getKey()));
          }
        } catch (ContainerException e) {
          LOG.log(Level.DEBUG, "Its container was removed", e);
        }
      }
    }
    return paths;
  }

  /** Whether it is this process that opens one, to tell those who watch. */
  boolean isTelling(long node, Caller caller) {
    return isOne(node) && caller.pid() != 0 && caller.pid() == admin.self().pid();
  }

  @Override
  public synchronized void close() {
    known.values().forEach(file -> file.watch().close());
    known.clear();
  }
}
