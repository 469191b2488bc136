package corral.framework.engine;

import java.util.Set;

/** The callbacks of a subsystem in which a {@link Fault} can strike. */
enum Callback {
  CREATE(true),
  RESTORE(true),
  CAN_ATTACH(true),
  CANCEL_ATTACH(false),
  ATTACH(false),
  POST_ATTACH(false),
  POST_CLONE(false),
  REGISTERED(false),
  BIND(false),
  ADOPT(false),
  FORK(false),
  EXIT(false),
  MISSED_EXIT(false),
  SAVE(false),
  DESTROY(false);

  /** What happens to a task that is moved. */
  static final Set<Callback> MOVING = Set.of(CAN_ATTACH, CANCEL_ATTACH, ATTACH, POST_ATTACH);

  /** Whether it refuses the operation when it fails. */
  final boolean refuses;

  Callback(boolean refuses) {
    this.refuses = refuses;
  }
}
