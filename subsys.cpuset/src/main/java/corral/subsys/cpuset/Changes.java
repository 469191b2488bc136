package corral.subsys.cpuset;

import corral.framework.api.ContainerException;
import corral.framework.api.host.IndexSet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Has the members of cpusets follow when other CPUs or memory nodes are in effect for them, be it
 * that a file was written or that the machine has changed. Thread-safe.
 */
final class Changes {
  /** Something after which other CPUs or nodes may be in effect. */
  @FunctionalInterface
  interface Change {
    void make() throws ContainerException;
  }

  private record Effective(IndexSet cpus, IndexSet mems) {}

  private final Online online;
  private final Pinning pinning;
  private final PageMoves pages;

  Changes(Online online, Pinning pinning, PageMoves pages) {
    this.online = online;
    this.pinning = pinning;
    this.pages = pages;
  }

  /**
   * Carries a write out, on the members of the cpuset even if it changes nothing: one of them may
   * have gone elsewhere by itself.
   *
   * @throws ContainerException what the change refuses with; then nothing is done
   */
  void write(Cpuset css, Change change) throws ContainerException {
    var before = effectiveDownwards(css);
    change.make();
    before.forEach(this::follow);
    if (effective(css).equals(before.get(css))) {
      pinning.pinMembers(css);
    }
  }

  /** Carries out that other CPUs or nodes are on line. */
  void machineChanged(Cpuset root) {
    var before = effectiveDownwards(root);
    online.refresh();
    before.forEach(this::follow);
  }

  /** A cpuset that has nothing of its own left depends on those above. */
  private Map<Cpuset, Effective> effectiveDownwards(Cpuset top) {
    var all = new LinkedHashMap<Cpuset, Effective>();
    top.forEachDownwards(css -> all.put(css, effective(css)));
    return all;
  }

  private Effective effective(Cpuset css) {
    return new Effective(
        css.effective(Resource.CPUS, online.of(Resource.CPUS)),
        css.effective(Resource.MEMS, online.of(Resource.MEMS)));
  }

  private void follow(Cpuset css, Effective before) {
    var now = effective(css);
    if (!now.cpus.equals(before.cpus)) {
      pinning.pinMembers(css);
    }
    pages.moveMembers(css, before.mems, now.mems);
  }
}
