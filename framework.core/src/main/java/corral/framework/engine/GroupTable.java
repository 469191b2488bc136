package corral.framework.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The groups by their memberships ({@code css_group} lookup by hash, which V11 had on its list).
 * The hash is a sum with one term a hierarchy, so that the group for a move is found without
 * walking the other memberships or making anything. Guarded by the management lock.
 */
final class GroupTable {
  private final List<Registration> subsystems;
  private final List<Absence> absences;
  private final LongSupplier ids;
  private @Nullable CssGroup[] buckets = new CssGroup[16];
  private int size;

  /** An empty table for groups with the states of these subsystems, of which some are missing. */
  GroupTable(List<Registration> subsystems, List<Absence> absences, LongSupplier ids) {
    this.subsystems = subsystems;
    this.absences = absences;
    this.ids = ids;
  }

  /** The group with the same memberships but for one hierarchy; it is made if there is none. */
  CssGroup with(CssGroup group, ContainerNode target) {
    var hierarchy = target.hierarchy();
    int changed = hierarchy.index();
    int hash = group.hash - term(group.container(hierarchy), changed) + term(target, changed);
    for (var g = bucket(hash); g != null; g = g.nextInBucket) {
      if (g.hash == hash && differsOnlyIn(changed, g, group) && g.container(hierarchy) == target) {
        return g;
      }
    }
    var containers = containersOf(group, group.width());
    containers[changed] = target;
    return add(new CssGroup(ids.getAsLong(), containers, hash, subsystems, absences));
  }

  /** The group with exactly these memberships; it is made if there is none. */
  CssGroup of(@Nullable ContainerNode[] containers) {
    int hash = hash(containers);
    for (var g = bucket(hash); g != null; g = g.nextInBucket) {
      if (g.hash == hash && Arrays.equals(containersOf(g, containers.length), containers)) {
        return g;
      }
    }
    return add(new CssGroup(ids.getAsLong(), containers, hash, subsystems, absences));
  }

  /** Takes a group out that was closed; its containers forget it. */
  void remove(CssGroup group) {
    int i = group.hash & (buckets.length - 1);
    if (buckets[i] == group) {
      buckets[i] = group.nextInBucket;
    } else {
      for (var g = buckets[i]; g != null; g = g.nextInBucket) {
        if (g.nextInBucket == group) {
          g.nextInBucket = group.nextInBucket;
        }
      }
    }
    size--;
    for (int h = 0; h < group.width(); h++) {
      var container = group.containerOrNull(h);
      if (container != null) {
        container.removeGroup(group);
      }
    }
  }

  /** All groups at the moment. */
  List<CssGroup> all() {
    var all = new ArrayList<CssGroup>(size);
    for (var bucket : buckets) {
      for (var g = bucket; g != null; g = g.nextInBucket) {
        all.add(g);
      }
    }
    return all;
  }

  int size() {
    return size;
  }

  static int hash(@Nullable ContainerNode[] containers) {
    int hash = 0;
    for (int h = 0; h < containers.length; h++) {
      var container = containers[h];
      hash += container == null ? 0 : term(container, h);
    }
    return hash;
  }

  static @Nullable ContainerNode[] containersOf(CssGroup group, int width) {
    @Nullable ContainerNode[] containers = new ContainerNode[width];
    for (int h = 0; h < width; h++) {
      containers[h] = group.containerOrNull(h);
    }
    return containers;
  }

  private static int term(ContainerNode container, int hierarchyIndex) {
    int mixed = (int) ((container.id() * 0x9E3779B97F4A7C15L) >>> 32);
    return mixed * (2 * hierarchyIndex + 1);
  }

  private static boolean differsOnlyIn(int changed, CssGroup a, CssGroup b) {
    for (int h = 0; h < a.width(); h++) {
      if (h != changed && a.containerOrNull(h) != b.containerOrNull(h)) {
        return false;
      }
    }
    return a.width() == b.width();
  }

  private CssGroup add(CssGroup group) {
    if (size >= buckets.length) {
      grow();
    }
    putIntoBucket(group);
    size++;
    for (int h = 0; h < group.width(); h++) {
      var container = group.containerOrNull(h);
      if (container != null) {
        container.addGroup(group);
      }
    }
    return group;
  }

  private void grow() {
    var groups = all();
    buckets = new CssGroup[buckets.length * 2];
    groups.forEach(this::putIntoBucket);
  }

  private void putIntoBucket(CssGroup group) {
    int i = group.hash & (buckets.length - 1);
    group.nextInBucket = buckets[i];
    buckets[i] = group;
  }

  private @Nullable CssGroup bucket(int hash) {
    return buckets[hash & (buckets.length - 1)];
  }
}
