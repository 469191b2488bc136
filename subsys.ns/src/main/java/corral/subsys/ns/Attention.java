package corral.subsys.ns;

import corral.framework.api.Hierarchy;
import corral.framework.api.Task;
import org.jspecify.annotations.Nullable;

/** Hears what the subsystem hears. None of the methods waits. */
interface Attention {
  /** Nobody pays it. */
  Attention NONE =
      new Attention() {
        @Override
        public void over(@Nullable Hierarchy hierarchy) {}

        @Override
        public void came(Task task) {}

        @Override
        public void adopted(Task task) {}

        @Override
        public String means() {
          return "nothing";
        }
      };

  /** The subsystem is in this hierarchy from now on; in none if it is null. */
  void over(@Nullable Hierarchy hierarchy);

  /** A task was forked, or was moved. */
  void came(Task task);

  /** A task is told that has been running for a while. */
  void adopted(Task task);

  /** By what changes are found, for a person. */
  String means();
}
