package corral.testkit;

import corral.framework.api.ContainerException;

/** Something that can be refused. */
@FunctionalInterface
public interface Operation {
  /** Does it. */
  void run() throws ContainerException;
}
