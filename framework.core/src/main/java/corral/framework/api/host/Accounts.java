package corral.framework.api.host;

import java.util.Optional;
import java.util.OptionalInt;
import org.osgi.annotation.versioning.ConsumerType;

/** The names of a machine's users and groups. Thread-safe; each call looks afresh. */
@ConsumerType
public interface Accounts {
  /** A machine on which nobody has a name. */
  Accounts NONE =
      new Accounts() {
        @Override
        public OptionalInt uid(String user) {
          return OptionalInt.empty();
        }

        @Override
        public OptionalInt gid(String group) {
          return OptionalInt.empty();
        }

        @Override
        public Optional<String> user(int uid) {
          return Optional.empty();
        }

        @Override
        public Optional<String> group(int gid) {
          return Optional.empty();
        }
      };

  /** The number of a user; empty if there is none of this name. */
  OptionalInt uid(String user);

  /** The number of a group; empty if there is none of this name. */
  OptionalInt gid(String group);

  /** The name of a user; empty if nobody has this number. */
  Optional<String> user(int uid);

  /** The name of a group; empty if none has this number. */
  Optional<String> group(int gid);
}
