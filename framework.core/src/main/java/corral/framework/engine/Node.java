package corral.framework.engine;

import corral.framework.api.ContainerException;
import java.util.List;

/** What a path of the name space leads to. */
sealed interface Node {
  /** A container's directory. */
  record ContainerDirectory(ContainerNode container) implements Node {}

  /** A control file of a container. */
  record ContainerFile(ContainerNode container, FileRow row) implements Node {}

  /** A directory that only leads elsewhere; its entries by name. */
  record Passage(List<String> names) implements Node {}

  /** A file that can only be read. */
  record Report(Content content) implements Node {}

  /** Makes what a report says. */
  @FunctionalInterface
  interface Content {
    String read() throws ContainerException;
  }
}
