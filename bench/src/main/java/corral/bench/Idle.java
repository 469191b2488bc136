package corral.bench;

import corral.framework.api.Container;
import corral.framework.api.ContainerSubsystem;
import corral.framework.api.SubsystemState;
import org.jspecify.annotations.Nullable;

/** A subsystem that does nothing, so that what the engine takes can be measured. */
final class Idle implements ContainerSubsystem<Idle.State> {
  private final String name;

  /** Nothing but what every state has. */
  static final class State extends SubsystemState {
    State(Container container) {
      super(container);
    }
  }

  Idle(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public State create(Container container, @Nullable State parent) {
    return new State(container);
  }

  @Override
  public void destroy(State css) {}
}
