package corral.subsys.beancounter;

import static corral.subsys.beancounter.api.BuiltInResource.NUMFILES;

import corral.framework.api.Errno;
import corral.framework.api.Task;
import corral.framework.api.host.OpenFiles;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Holds the members of a container together to its limit of open files. The kernel knows no limit
 * of a group, so each member has a quota, and all quotas sum up to the limit; they are moved from
 * those who do not use theirs to those who do. Quotas are lowered first, and only what is then
 * really free is given to others, so that no move makes room for more than the limit.
 *
 * <p>Thread-safe. Who the members are is asked before the monitor is taken, for that may wait for
 * the framework's lock.
 */
final class FileQuotas {
  private final OpenFiles files;
  private final Map<Account, Map<Task, FileQuota>> quotas = new HashMap<>();

  /** The accounts that had a limit at the last look. */
  private final Set<Account> limited = new HashSet<>();

  /** Members that cannot be held to their quota, by pid. */
  private final Map<Account, Map<Integer, Errno>> refused = new ConcurrentHashMap<>();

  private int turn;

  FileQuotas(OpenFiles files) {
    this.files = files;
  }

  /** Which members have no quota, and why. */
  Map<Integer, Errno> exceptions() {
    var all = new TreeMap<Integer, Errno>();
    refused.values().forEach(all::putAll);
    return all;
  }

  /** Lets another member be served first where there is not enough for each. */
  synchronized void nextTurn() {
    turn++;
    quotas.values().forEach(members -> members.values().forEach(FileQuota::tryAgain));
  }

  /** Looks what the members of an account have open, and moves their quotas where it is due. */
  void tune(Account account) {
    tune(account, account.container().tasks());
  }

  private synchronized void tune(Account account, List<Task> tasks) {
    var limits = account.look(NUMFILES);
    if (limits.isEmpty()) {
      return;
    }
    var members = members(account, tasks);
    members.forEach(FileQuota::look);
    long open = members.stream().mapToLong(FileQuota::open).sum();
    account.measure(NUMFILES, open);
    if (limits.get().limit() < Long.MAX_VALUE) {
      limited.add(account);
      var held = members.stream().filter(member -> member.refusal() == null).toList();
      long others = open - held.stream().mapToLong(FileQuota::open).sum();
      distribute(held, limits.get().limit() - limits.get().charged() - others);
    } else if (limited.remove(account)) {
      members.forEach(FileQuota::release);
    }
    noteRefused(account, members);
  }

  private void noteRefused(Account account, Collection<FileQuota> members) {
    var errnos = new HashMap<Integer, Errno>();
    for (var member : members) {
      var refusal = member.refusal();
      if (refusal != null && refusal != Errno.ESRCH) {
        errnos.put(member.pid(), refusal);
      }
    }
    refused.put(account, errnos);
  }

  private Collection<FileQuota> members(Account account, List<Task> tasks) {
    var known = quotas.computeIfAbsent(account, _ -> new LinkedHashMap<>());
    known.keySet().retainAll(new HashSet<>(tasks));
    tasks.forEach(task -> known.computeIfAbsent(task, t -> new FileQuota(files, t.pid())));
    return known.values();
  }

  private void distribute(List<FileQuota> members, long room) {
    long open = members.stream().mapToLong(FileQuota::open).sum();
    var hungry = new boolean[members.size()];
    for (int i = 0; i < hungry.length; i++) {
      hungry[i] = members.get(i).isHungry();
    }
    var shares = Shares.of(room - open, hungry, turn);
    if (!isDue(members, shares, room)) {
      return;
    }
    for (int i = 0; i < shares.length; i++) {
      members.get(i).lower(shares[i]);
    }
    long free = room - reckoned(members);
    for (int i = 0; i < shares.length; i++) {
      free -= members.get(i).raise(shares[i], free);
    }
  }

  private static boolean isDue(List<FileQuota> members, long[] shares, long room) {
    if (reckoned(members) > room) {
      return true;
    }
    for (int i = 0; i < shares.length; i++) {
      if (members.get(i).wants(shares[i])) {
        return true;
      }
    }
    return false;
  }

  private static long reckoned(List<FileQuota> members) {
    return members.stream().mapToLong(FileQuota::reckoned).sum();
  }

  /** Forgets an account whose container was removed, so without members. */
  synchronized void forget(Account account) {
    quotas.remove(account);
    limited.remove(account);
    refused.remove(account);
  }

  /** Gives every member of every account back what it was allowed before. */
  synchronized void releaseAll() {
    quotas.values().forEach(members -> members.values().forEach(FileQuota::release));
    quotas.clear();
    limited.clear();
    refused.clear();
  }
}
