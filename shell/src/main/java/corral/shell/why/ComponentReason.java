package corral.shell.why;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** Says what a component waits for, and what in turn that waits for. */
final class ComponentReason {
  private final ServiceComponentRuntime runtime;

  ComponentReason(ServiceComponentRuntime runtime) {
    this.runtime = runtime;
  }

  /** Why a component is not at work; nothing if it is, or would be as soon as it is asked for. */
  Optional<String> of(ComponentDescriptionDTO component) {
    return of(component, new HashSet<>());
  }

  private Optional<String> of(ComponentDescriptionDTO component, Set<String> asked) {
    if (!runtime.isComponentEnabled(component)) {
      return Optional.of(component.name + " is disabled");
    }
    var configurations = runtime.getComponentConfigurationDTOs(component);
    if (configurations.isEmpty()) {
      return Optional.of(component.name + " waits for a configuration of " + pids(component));
    }
    return configurations.stream().flatMap(c -> of(component, c, asked).stream()).findFirst();
  }

  private Optional<String> of(
      ComponentDescriptionDTO component, ComponentConfigurationDTO c, Set<String> asked) {
    return switch (c.state) {
      case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION ->
          Optional.of(component.name + " waits for a configuration of " + pids(component));
      case ComponentConfigurationDTO.UNSATISFIED_REFERENCE ->
          Stream.of(c.unsatisfiedReferences)
              .findFirst()
              .map(
                  reference ->
                      component.name + " waits for " + awaited(component, reference, asked));
      case ComponentConfigurationDTO.FAILED_ACTIVATION ->
          Optional.of(component.name + " could not be activated: " + firstLine(c.failure));
      default -> Optional.empty();
    };
  }

  private String awaited(
      ComponentDescriptionDTO component, UnsatisfiedReferenceDTO unsatisfied, Set<String> asked) {
    var service =
        Stream.of(component.references)
            .filter(reference -> reference.name.equals(unsatisfied.name))
            .map((ReferenceDTO reference) -> reference.interfaceName)
            .findFirst()
            .orElse(unsatisfied.name);
    var target = unsatisfied.target == null ? "" : " with " + unsatisfied.target;
    return "a service " + service + target + supplier(service, asked);
  }

  /** Who would offer a service, and why it does not. */
  private String supplier(String service, Set<String> asked) {
    if (!asked.add(service)) {
      return "";
    }
    return all().stream()
        .filter(component -> Arrays.asList(component.serviceInterfaces).contains(service))
        .findFirst()
        .flatMap(component -> of(component, asked))
        .map(reason -> "; " + reason)
        .orElse(", which no active bundle offers");
  }

  private Collection<ComponentDescriptionDTO> all() {
    return runtime.getComponentDescriptionDTOs();
  }

  private static String pids(ComponentDescriptionDTO component) {
    return String.join(" or ", List.of(component.configurationPid));
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("it did not say why");
  }
}
