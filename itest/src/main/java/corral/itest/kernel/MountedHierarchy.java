package corral.itest.kernel;

import corral.framework.api.ContainerException;
import java.io.IOException;
import org.osgi.framework.BundleException;

/** A hierarchy of Corral's while it is mounted; closing it unmounts it. */
interface MountedHierarchy extends Grouping, AutoCloseable {
  @Override
  void close() throws ContainerException, BundleException, IOException;
}
