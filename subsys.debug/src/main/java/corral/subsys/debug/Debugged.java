package corral.subsys.debug;

import corral.framework.api.Container;
import corral.framework.api.SubsystemState;

/** Holds nothing: everything that is shown is asked of the container. */
final class Debugged extends SubsystemState {
  Debugged(Container container) {
    super(container);
  }
}
