package corral.subsys.beancounter;

import corral.subsys.beancounter.api.Resource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All the figures of an account at one moment. Immutable: whoever has read one has a consistent
 * picture, and whoever replaces one changes several figures in one step.
 */
final class Page {
  private final Catalog catalog;

  /** By the places of the catalog. */
  private final Counter[] counters;

  /** Counters of resources that have gone, by name, until they come back. */
  private final Map<String, Counter> parked;

  /** Whether these are the last figures, which have been saved. */
  private final boolean closed;

  private Page(Catalog catalog, Counter[] counters, Map<String, Counter> parked, boolean closed) {
    this.catalog = catalog;
    this.counters = counters;
    this.parked = parked;
    this.closed = closed;
  }

  /** Nothing is held yet. */
  static Page blank(Catalog catalog) {
    return of(catalog, Map.of());
  }

  /** The counters of these names, those of other resources being new. */
  static Page of(Catalog catalog, Map<String, Counter> byName) {
    var parked = new HashMap<>(byName);
    var counters = new Counter[catalog.size()];
    for (int place = 0; place < counters.length; place++) {
      var known = parked.remove(catalog.resources().get(place).fileName());
      counters[place] = known == null ? Counter.NEW : known;
    }
    return new Page(catalog, counters, Map.copyOf(parked), false);
  }

  /** Every counter by its resource's name, those of resources that have gone included. */
  Map<String, Counter> byName() {
    var byName = new LinkedHashMap<>(parked);
    for (int place = 0; place < counters.length; place++) {
      byName.put(catalog.resources().get(place).fileName(), counters[place]);
    }
    return byName;
  }

  Catalog catalog() {
    return catalog;
  }

  boolean isClosed() {
    return closed;
  }

  Counter counter(Resource resource) {
    return counters[catalog.place(resource)];
  }

  /** What has a use for a counter that has changed. */
  @FunctionalInterface
  interface Change {
    void of(Resource resource, Counter before, Counter now);
  }

  /** Names every counter that differs from that on an earlier page of the same catalog. */
  void forEachChange(Page earlier, Change action) {
    for (int place = 0; place < counters.length; place++) {
      if (counters[place] != earlier.counters[place]) {
        action.of(catalog.resources().get(place), earlier.counters[place], counters[place]);
      }
    }
  }

  /** This with a charge carried out; null if it is refused. */
  @Nullable Page after(Resource resource, Counter.Step charge) {
    var counter = charge.of(counter(resource));
    return counter == null ? null : with(resource, counter);
  }

  Page with(Resource resource, Counter counter) {
    var changed = counters.clone();
    changed[catalog.place(resource)] = counter;
    return new Page(catalog, changed, parked, closed);
  }

  /** The same figures by the places of another catalog. */
  Page under(Catalog newCatalog) {
    return newCatalog == catalog ? this : of(newCatalog, byName());
  }

  /** This after figures have come back that were saved under these names. */
  Page resume(Map<String, Counter> saved) {
    var byName = byName();
    saved.forEach(
        (name, counter) ->
            byName.put(name, byName.getOrDefault(name, Counter.NEW).resume(counter)));
    return of(catalog, byName);
  }

  Page close() {
    return new Page(catalog, counters, parked, true);
  }
}
