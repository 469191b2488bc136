package corral.framework.engine;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.engine.Fault.Strike;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Something that is done to the engine, and what the rules say of it. */
interface Operation {
  /** The errors with which the rules refuse it now; empty if it has to succeed. */
  default Set<Errno> refusals(Model model) {
    return Model.none();
  }

  /** The errors that it can have besides while there are tasks of which the model knows nothing. */
  default Set<Errno> refusalsInStorm() {
    return Model.none();
  }

  /** The callbacks that it calls, or some of them. */
  Set<Callback> callbacks();

  /** Does it. */
  void perform(World world) throws ContainerException;

  /**
   * Does to the model what the operation does if it succeeds.
   *
   * @param strike the fault that struck meanwhile and did not refuse it
   */
  void effect(Model model, @Nullable Strike strike);

  /** Whether a fault of a callback that refuses is a refusal of this operation. */
  default boolean isRefusedBy(Strike strike) {
    return strike.fault().callback().refuses;
  }
}
