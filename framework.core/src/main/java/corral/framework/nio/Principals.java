package corral.framework.nio;

import corral.framework.api.host.Accounts;
import java.nio.file.ProviderMismatchException;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;

/** Users and groups by number and by name, as the host of the moment knows them. Thread-safe. */
final class Principals {
  private static final String ROOT = "root";

  private final Supplier<Accounts> accounts;

  Principals(Supplier<Accounts> accounts) {
    this.accounts = accounts;
  }

  Principal user(int uid) {
    return new Principal(uid, accounts.get().user(uid).orElseGet(() -> number(uid)));
  }

  Principal group(int gid) {
    return new Principal(gid, accounts.get().group(gid).orElseGet(() -> number(gid)));
  }

  private static String number(int id) {
    return id == 0 ? ROOT : Integer.toString(id);
  }

  /**
   * The number of a user, also of one that another file system knows by name.
   *
   * @throws ProviderMismatchException if nobody here has this name
   */
  int uid(UserPrincipal user) {
    return id(user, accounts.get()::uid);
  }

  /** As {@link #uid}, of a group. */
  int gid(GroupPrincipal group) {
    return id(group, accounts.get()::gid);
  }

  private static int id(UserPrincipal principal, Function<String, OptionalInt> known) {
    if (principal instanceof Principal(int id, _)) {
      return id;
    }
    String name = principal.getName();
    return known
        .apply(name)
        .orElseGet(
            () -> {
              try {
                return name.equals(ROOT) ? 0 : Integer.parseUnsignedInt(name);
              } catch (NumberFormatException _) {
                throw new ProviderMismatchException(name + " is nobody here");
              }
            });
  }
}
