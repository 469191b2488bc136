package corral.subsys.beancounter;

import corral.subsys.beancounter.api.Resource;

/** A resource of another bundle. */
final class NamedResource implements Resource {
  private final String name;

  NamedResource(String name) {
    this.name = name;
  }

  @Override
  public String fileName() {
    return name;
  }

  @Override
  public String unit() {
    return name;
  }
}
