package corral.front.fuse;

import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.host.FuseMount;
import corral.framework.api.host.FuseMounts;
import corral.front.fuse.protocol.Opcode;
import java.util.HashMap;
import java.util.Map;

/** A view that is mounted on the machine, and the threads that answer for it. For one thread. */
final class MountedView {
  private static final String IDENTITY = "identity";
  private static final String FILE_NUMBERS = "files";

  private final FuseMount mount;
  private final View view;
  private final FileNumbers files;
  private final Server server;

  private MountedView(FuseMount mount, View view, FileNumbers files, Server server) {
    this.mount = mount;
    this.view = view;
    this.files = files;
    this.server = server;
  }

  /** Whether a file system that an earlier version of this bundle has mounted shows this. */
  static boolean isOf(View view, FuseMount mount) {
    return view.identity().equals(mount.left().get(IDENTITY));
  }

  /**
   * Begins to answer.
   *
   * @param whenEnded as for {@link Server}
   */
  static MountedView serve(
      FuseMount mount, View view, ContainerAdmin admin, FuseMounts host, Runnable whenEnded) {
    var files = new FileNumbers(mount.left().getOrDefault(FILE_NUMBERS, ""));
    var nodes = new Nodes(view, files);
    var callers = new Callers(admin, host);
    var operations = new HashMap<Opcode, Operation>();
    operations.putAll(new TreeOperations(admin, nodes, callers).operations());
    operations.putAll(new FileOperations(admin, nodes, callers).operations());
    operations.putAll(new DirectoryOperations(admin, nodes).operations());
    var dispatcher = new Dispatcher(operations);
    var server = new Server(mount.directory(), mount.open(), dispatcher, whenEnded);
    server.start();
    return new MountedView(mount, view, files, server);
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
    server.stop();
    mount.leave(Map.of(IDENTITY, view.identity(), FILE_NUMBERS, files.left()));
  }

  /** Answers no more and takes it off the machine. */
  void unmount() throws InterruptedException {
    server.stop();
    mount.unmount();
  }
}
