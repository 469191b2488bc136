package corral.shell.why;

import static java.util.stream.Collectors.joining;

import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.admin.HostMounts;
import corral.framework.api.admin.SubsystemReport;
import corral.framework.api.admin.SubsystemReport.State;
import corral.framework.api.host.Host;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/**
 * Says in a sentence how a part of Corral stands and why: a subsystem, a bundle or a component. It
 * needs nothing but the framework itself, for the rest may be what is missing. Thread-safe.
 */
@Component(service = Reasons.class)
public final class Reasons {
  private final BundleContext context;
  private final Bundles bundles;
  private final ServiceComponentRuntime runtime;
  private final BundleReason bundleReason;
  private final ComponentReason componentReason;

  /** The reasons of this framework. */
  @Activate
  public Reasons(
      BundleContext context,
      @Reference Bundles bundles,
      @Reference ServiceComponentRuntime runtime) {
    this.context = context;
    this.bundles = bundles;
    this.runtime = runtime;
    this.bundleReason =
        new BundleReason(
            context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class));
    this.componentReason = new ComponentReason(runtime);
  }

  /** How the part of this name stands; nothing if there is none. */
  public Optional<String> of(String name) {
    return subsystems()
        .filter(report -> report.name().equals(name))
        .map(this::subsystem)
        .findFirst()
        .or(() -> bundles.find(name).map(this::bundle))
        .or(() -> components().filter(c -> c.name.equals(name)).map(this::component).findFirst())
        .or(() -> namesake(name).map(this::bundle));
  }

  /** The names that have an answer. */
  public List<String> names() {
    return Stream.of(
            subsystems().map(SubsystemReport::name),
            bundles.all().stream().map(Bundle::getSymbolicName),
            components().map(component -> component.name))
        .flatMap(Function.identity())
        .distinct()
        .toList();
  }

  private String subsystem(SubsystemReport report) {
    var sentence = SubsystemReason.of(report);
    return report.state() == State.AWAITED
        ? namesake(report.name()).map(b -> sentence + "; " + bundle(b)).orElse(sentence)
        : sentence;
  }

  private String bundle(Bundle bundle) {
    if (bundle.getState() != Bundle.ACTIVE) {
      return bundleReason.of(bundle);
    }
    var components = runtime.getComponentDescriptionDTOs(bundle).stream();
    var waiting = components.flatMap(c -> componentReason.of(c).stream());
    return Stream.of(
            Stream.of(bundleReason.of(bundle)),
            waiting,
            status(bundle, Host.class, Host::status),
            status(bundle, HostMounts.class, HostMounts::status))
        .flatMap(Function.identity())
        .collect(joining("; "));
  }

  private String component(ComponentDescriptionDTO component) {
    return componentReason.of(component).orElse(component.name + " lacks nothing");
  }

  /**
   * The bundle that is called so but for what it is: {@code subsys.cpuacct} for {@code cpuacct}.
   */
  private Optional<Bundle> namesake(String name) {
    return bundles.all().stream()
        .filter(bundle -> bundle.getSymbolicName().endsWith("." + name))
        .findFirst();
  }

  private Stream<ComponentDescriptionDTO> components() {
    return runtime.getComponentDescriptionDTOs().stream();
  }

  private Stream<SubsystemReport> subsystems() {
    return Stream.ofNullable(context.getServiceReference(ContainerAdmin.class))
        .flatMap(reference -> ask(reference, admin -> admin.subsystems().stream()));
  }

  /** What a service says of itself that this bundle offers. */
  private <S> Stream<String> status(Bundle bundle, Class<S> type, Function<S, String> status) {
    return Stream.ofNullable(context.getServiceReference(type))
        .filter(reference -> bundle.equals(reference.getBundle()))
        .flatMap(reference -> ask(reference, service -> Stream.of(status.apply(service))));
  }

  private <S, T> Stream<T> ask(ServiceReference<S> reference, Function<S, Stream<T>> question) {
    var service = context.getService(reference);
    try {
      return service == null ? Stream.empty() : question.apply(service);
    } finally {
      context.ungetService(reference);
    }
  }
}
