package corral.host.linux;

import corral.framework.api.host.Accounts;
import corral.host.linux.ffi.AccountDatabase;
import java.util.Optional;
import java.util.OptionalInt;

/** The users and groups of the live machine. */
final class LinuxAccounts implements Accounts {
  @Override
  public OptionalInt uid(String user) {
    return number(AccountDatabase.uid(user));
  }

  @Override
  public OptionalInt gid(String group) {
    return number(AccountDatabase.gid(group));
  }

  @Override
  public Optional<String> user(int uid) {
    return AccountDatabase.user(uid);
  }

  @Override
  public Optional<String> group(int gid) {
    return AccountDatabase.group(gid);
  }

  private static OptionalInt number(Optional<Integer> id) {
    return id.map(OptionalInt::of).orElseGet(OptionalInt::empty);
  }
}
