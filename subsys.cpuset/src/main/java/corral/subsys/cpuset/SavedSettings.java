package corral.subsys.cpuset;

import corral.framework.api.ContainerException;
import corral.framework.api.ControlFile;
import corral.framework.api.Errno;
import corral.framework.api.host.IndexSet;
import corral.framework.api.host.Machine;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What outlives the bundle of one cpuset: a value for each file in the scope of its subsystem.
 * Immutable.
 *
 * @param scope what the subsystem handed out
 * @param settings what was set; what is not in the scope is not
 */
record SavedSettings(Scope scope, Settings settings) {
  private static final String VERSION = "version";
  private static final String CURRENT = "2";

  /** Had everything, and did not say so. */
  private static final String FIRST = "1";

  private static final String SCOPE = "scope";
  private static final String RELAX_DOMAIN_LEVEL = "sched_relax_domain_level";

  Map<String, String> toMap() {
    var saved = new LinkedHashMap<String, String>();
    saved.put(VERSION, CURRENT);
    saved.put(SCOPE, scope.name());
    for (var resource : Resource.values()) {
      if (scope.has(resource)) {
        saved.put(resource.file(), resource.of(settings).toString());
      }
    }
    for (var flag : Flag.values()) {
      if (scope.has(flag)) {
        saved.put(flag.file(), settings.has(flag) ? "1" : "0");
      }
    }
    if (scope.has(Resource.CPUS)) {
      saved.put(RELAX_DOMAIN_LEVEL, Integer.toString(settings.relaxDomainLevel()));
    }
    return saved;
  }

  /**
   * What was saved.
   *
   * @throws ContainerException EINVAL if something is missing, is not of its form, or is more than
   *     the machine can have
   */
  static SavedSettings read(Map<String, String> saved, Machine machine) throws ContainerException {
    var scope = scope(saved);
    var settings = Settings.NEW;
    for (var resource : Resource.values()) {
      if (scope.has(resource)) {
        settings = resource.in(settings, list(saved, resource, machine));
      }
    }
    for (var flag : Flag.values()) {
      if (scope.has(flag)) {
        settings = settings.with(flag, number(saved, flag.file()) != 0);
      }
    }
    return new SavedSettings(
        scope,
        scope.has(Resource.CPUS)
            ? settings.withRelaxDomainLevel(number(saved, RELAX_DOMAIN_LEVEL))
            : settings);
  }

  private static Scope scope(Map<String, String> saved) throws ContainerException {
    var version = saved.get(VERSION);
    if (FIRST.equals(version)) {
      return Scope.BOTH;
    }
    if (!CURRENT.equals(version)) {
      throw invalid(VERSION, version);
    }
    var name = saved.get(SCOPE);
    return Stream.of(Scope.values())
        .filter(scope -> scope.name().equals(name))
        .findAny()
        .orElseThrow(() -> invalid(SCOPE, name));
  }

  private static IndexSet list(Map<String, String> saved, Resource resource, Machine machine)
      throws ContainerException {
    var list = saved.get(resource.file());
    if (list == null) {
      throw invalid(resource.file(), null);
    }
    try {
      return IndexSet.parse(list, resource.possible(machine).last() + 1);
    } catch (ContainerException _) {
      throw invalid(resource.file(), list);
    }
  }

  private static int number(Map<String, String> saved, String name) throws ContainerException {
    var number = saved.get(name);
    if (number == null) {
      throw invalid(name, null);
    }
    return (int) ControlFile.parseNumber(number);
  }

  private static ContainerException invalid(String name, @Nullable String value) {
    return new ContainerException(
        Errno.EINVAL, "saved settings have " + (value == null ? "no " + name : name + " " + value));
  }
}
