package corral.itest.kernel;

import corral.framework.api.ContainerException;
import corral.itest.MountPoint;
import java.io.IOException;
import org.osgi.framework.BundleException;

/** Corral on the live machine, as other programs see it: through a mount of its own. */
final class MountedGrouping extends FileGrouping implements MountedHierarchy {
  private final CorralGrouping corral;
  private final MountPoint mountPoint;

  private MountedGrouping(CorralGrouping corral, MountPoint mountPoint, String path) {
    super(mountPoint.directory() + path);
    this.corral = corral;
    this.mountPoint = mountPoint;
  }

  /**
   * Mounts a hierarchy.
   *
   * @param path the path of the top within its hierarchy, without a {@code /} at its end
   */
  static MountedGrouping mounted(String options, String path) throws Exception {
    var corral = new CorralGrouping(options, path);
    try {
      var mountPoint = MountPoint.of(corral.machine(), options);
      return new MountedGrouping(corral, mountPoint, path);
    } catch (Throwable e) {
      corral.close();
      throw e;
    }
  }

  @Override
  public String membership(int pid) throws Refusal {
    return corral.membership(pid);
  }

  @Override
  public String cpuset(int pid) throws Refusal {
    return corral.cpuset(pid);
  }

  @Override
  public void settle() {
    corral.settle();
  }

  @Override
  public void close() throws ContainerException, BundleException, IOException {
    mountPoint.close();
    corral.close();
  }
}
