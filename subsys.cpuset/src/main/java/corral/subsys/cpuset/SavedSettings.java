package corral.subsys.cpuset;

import corral.framework.api.ContainerException;
import corral.framework.api.ControlFile;
import corral.framework.api.Errno;
import corral.framework.api.host.IndexSet;
import corral.framework.api.host.Machine;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The form in which settings outlive the bundle: a value for each file. Pure functions. */
final class SavedSettings {
  private static final String VERSION = "version";
  private static final String CURRENT = "1";
  private static final String RELAX_DOMAIN_LEVEL = "sched_relax_domain_level";

  private SavedSettings() {}

  static Map<String, String> of(Settings settings) {
    var saved = new LinkedHashMap<String, String>();
    saved.put(VERSION, CURRENT);
    for (var resource : Resource.values()) {
      saved.put(resource.file(), resource.of(settings).toString());
    }
    for (var flag : Flag.values()) {
      saved.put(flag.file(), settings.has(flag) ? "1" : "0");
    }
    saved.put(RELAX_DOMAIN_LEVEL, Integer.toString(settings.relaxDomainLevel()));
    return saved;
  }

  /**
   * The settings that were saved.
   *
   * @throws ContainerException EINVAL if something is missing, is not of its form, or is more than
   *     the machine can have
   */
  static Settings read(Map<String, String> saved, Machine machine) throws ContainerException {
    if (!CURRENT.equals(saved.get(VERSION))) {
      throw invalid(VERSION, saved.get(VERSION));
    }
    var settings = Settings.NEW;
    for (var resource : Resource.values()) {
      settings = resource.in(settings, list(saved, resource, machine));
    }
    for (var flag : Flag.values()) {
      settings = settings.with(flag, number(saved, flag.file()) != 0);
    }
    return settings.withRelaxDomainLevel(number(saved, RELAX_DOMAIN_LEVEL));
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
