package corral.subsys.beancounter;

import corral.subsys.beancounter.api.BuiltInResource;
import corral.subsys.beancounter.api.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The resources that are counted, each at a place. The first are built in. Immutable. */
final class Catalog {
  static final Catalog BUILT_IN = new Catalog(List.of(BuiltInResource.values()));

  private final List<Resource> resources;
  private final Resource[] places;

  private Catalog(List<Resource> resources) {
    this.resources = List.copyOf(resources);
    this.places = this.resources.toArray(Resource[]::new);
  }

  List<Resource> resources() {
    return resources;
  }

  int size() {
    return places.length;
  }

  /**
   * The place of a resource.
   *
   * @throws IllegalArgumentException if it is not among these
   */
  int place(Resource resource) {
    for (int place = 0; place < places.length; place++) {
      if (places[place] == resource) {
        return place;
      }
    }
    throw new IllegalArgumentException("no registered resource: " + resource.fileName());
  }

  boolean contains(Resource resource) {
    return resources.stream().anyMatch(other -> other == resource);
  }

  Optional<Resource> named(String fileName) {
    return resources.stream().filter(other -> other.fileName().equals(fileName)).findFirst();
  }

  Catalog with(Resource resource) {
    var more = new ArrayList<>(resources);
    more.add(resource);
    return new Catalog(more);
  }

  Catalog without(Resource resource) {
    return new Catalog(resources.stream().filter(other -> other != resource).toList());
  }
}
