package corral.front.fuse;

import corral.framework.api.ContainerException;
import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.admin.Entry;

/** The reports of {@code /proc}. A directory's number is the pid of its task. */
final class ReportView implements View {
  private static final long TOP = 0;

  private final String mountPoint;
  private final long createdMillis;

  /**
   * A view of what is mounted.
   *
   * @throws ContainerException ENOENT if it is not mounted any more
   */
  ReportView(ContainerAdmin admin, String mountPoint) throws ContainerException {
    this.mountPoint = mountPoint;
    this.createdMillis = admin.entry(mountPoint).createdMillis();
  }

  @Override
  public String identity() {
    return "reports of " + createdMillis;
  }

  @Override
  public long root() {
    return TOP;
  }

  @Override
  public long number(Entry directory) {
    return Long.parseLong(directory.name());
  }

  @Override
  public String path(long number) {
    return number == TOP ? mountPoint : mountPoint + "/" + number;
  }

  @Override
  public void remember(Entry directory) {
    // The number says it all.
  }

  @Override
  public void forget(long number) {
    // Nothing is kept.
  }
}
