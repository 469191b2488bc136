package corral.front.fuse;

import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.host.FuseMount;
import corral.framework.api.host.FuseMounts;
import corral.front.fuse.protocol.Opcode;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** A view that is mounted on the machine, and the threads that answer for it. For one thread. */
final class MountedView {
  private static final String IDENTITY = "identity";
  private static final String FILE_NUMBERS = "files";
  private static final String POPULATION_FILES = "populations";
  private static final String WAITERS = "waiters";

  private final FuseMount mount;
  private final View view;
  private final FileNumbers files;
  private final PopulationFiles populations;
  private final Waiters waiters = new Waiters();
  private final Notifier notifier;
  private final Server server;

  /**
   * A view that is not answered for yet.
   *
   * @param whenEnded as for {@link Server}
   */
  MountedView(
      FuseMount mount, View view, ContainerAdmin admin, FuseMounts host, Runnable whenEnded) {
    this.mount = mount;
    this.view = view;
    files = new FileNumbers(left(FILE_NUMBERS));
    var nodes = new Nodes(view, files);
    var callers = new Callers(admin, host);
    var work = new Semaphore(0);
    populations = new PopulationFiles(admin, nodes, left(POPULATION_FILES), work::release);
    var operations = new HashMap<Opcode, Operation>();
    operations.putAll(new TreeOperations(admin, nodes, callers, populations).operations());
    operations.putAll(
        new FileOperations(admin, nodes, callers, populations, waiters, work).operations());
    operations.putAll(new DirectoryOperations(admin, nodes).operations());
    var channel = mount.open();
    notifier = new Notifier(mount.directory(), channel, waiters, populations, work);
    server = new Server(mount.directory(), channel, new Dispatcher(operations), whenEnded);
  }

  private String left(String key) {
    return mount.left().getOrDefault(key, "");
  }

  /** Begins to answer. */
  void start() {
    server.start();
    notifier.start(left(WAITERS));
  }

  /** Whether a file system that an earlier version of this bundle has mounted shows this. */
  static boolean isOf(View view, FuseMount mount) {
    return view.identity().equals(mount.left().get(IDENTITY));
  }

  String directory() {
    return mount.directory();
  }

  boolean shows(View other) {
    return view.identity().equals(other.identity());
  }

  /** Whether the kernel has no more requests, which nobody here has asked for. */
  boolean hasEnded() {
    return server.hasEnded();
  }

  /** Whether it is in its place still. */
  boolean isMounted() {
    return mount.isMounted();
  }

  /** Answers no more and leaves the rest to the next version of this bundle. */
  void leave() throws InterruptedException {
    stop();
    mount.leave(
        Map.of(
            IDENTITY,
            view.identity(),
            FILE_NUMBERS,
            files.left(),
            POPULATION_FILES,
            populations.left(),
            WAITERS,
            waiters.left()));
    populations.close();
  }

  /** Answers no more and takes it off the machine. */
  void unmount() throws InterruptedException {
    stop();
    populations.close();
    mount.unmount();
  }

  /** The notifier goes first: what it writes has to be answered. */
  private void stop() throws InterruptedException {
    notifier.close();
    server.stop();
  }
}
