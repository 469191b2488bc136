package corral.framework.engine;

import corral.framework.api.ContainerException;
import corral.framework.api.ContainerSubsystem;
import corral.framework.api.ContainerSubsystem.Enforcement;
import corral.framework.api.admin.SubsystemReport;
import corral.framework.api.admin.SubsystemReport.State;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The subsystems that bundles offer, those that could not be taken up included: one that is refused
 * is tried again whenever another goes. Changes are made under the management lock.
 */
final class SubsystemRegistry {
  private static final Logger LOG = System.getLogger("corral.framework");

  private final Core core;
  private final Subsystems subsystems;
  private final Binder binder;
  private final Mounts mounts;

  /** Why each was refused; replaced as a whole, under the management lock. */
  private volatile Map<ContainerSubsystem<?>, String> refused = Map.of();

  SubsystemRegistry(Core core, Subsystems subsystems, Binder binder, Mounts mounts) {
    this.core = core;
    this.subsystems = subsystems;
    this.binder = binder;
    this.mounts = mounts;
  }

  void add(ContainerSubsystem<?> subsystem) {
    var others = new LinkedHashMap<>(refused);
    others.remove(subsystem);
    try {
      subsystems.register(subsystem);
    } catch (ContainerException e) {
      others.put(subsystem, String.valueOf(e.getMessage()));
      LOG.log(Level.WARNING, "subsystem refused: " + e.getMessage());
    } catch (RuntimeException | Error e) {
      others.put(subsystem, "it failed when it was asked who it is: " + e);
      LOG.log(Level.ERROR, "subsystem refused", e);
    }
    refused = others;
  }

  /** A subsystem's files have changed. */
  void change(ContainerSubsystem<?> subsystem) {
    var registration = subsystems.find(subsystem);
    if (registration != null) {
      try {
        binder.changeFiles(registration);
      } catch (ContainerException | RuntimeException e) {
        LOG.log(Level.WARNING, "files of " + registration.name() + " refused: " + e.getMessage());
      }
    }
  }

  void remove(ContainerSubsystem<?> subsystem) {
    var registration = subsystems.find(subsystem);
    if (registration != null) {
      subsystems.unregister(registration);
      List.copyOf(refused.keySet()).forEach(this::add);
    } else {
      var others = new LinkedHashMap<>(refused);
      others.remove(subsystem);
      refused = others;
    }
  }

  List<SubsystemReport> reports() {
    var reports = new ArrayList<SubsystemReport>();
    for (var subsystem : core.subsystems()) {
      reports.add(report(subsystem));
    }
    mounts
        .awaited()
        .forEach(
            (name, hierarchy) -> {
              if (core.subsystem(name) == null) {
                reports.add(awaited(name, hierarchy));
              }
            });
    refused.forEach((subsystem, reason) -> reports.add(refused(subsystem, reason)));
    return reports;
  }

  private SubsystemReport report(Registration subsystem) {
    boolean failed = !subsystem.trouble().isEmpty();
    return new SubsystemReport(
        subsystem.id(),
        subsystem.name(),
        failed ? State.REFUSED : subsystem.isBound() ? State.BOUND : State.UNBOUND,
        subsystem.hierarchy().id(),
        mounts.pathsOf(subsystem.hierarchy()),
        enforcement(subsystem.subsystem()),
        failed
            ? subsystem.trouble()
            : subsystem.isBound() ? "" : "no hierarchy has been mounted with it");
  }

  private SubsystemReport awaited(String name, HierarchyRoot hierarchy) {
    return new SubsystemReport(
        -1,
        name,
        State.AWAITED,
        hierarchy.id(),
        mounts.pathsOf(hierarchy),
        List.of(),
        "its bundle is not active; its place and what it saved are kept");
  }

  private static SubsystemReport refused(ContainerSubsystem<?> subsystem, String reason) {
    return new SubsystemReport(
        -1, name(subsystem), State.REFUSED, 0, List.of(), enforcement(subsystem), reason);
  }

  /** That of its class, if it does not say how it is called. */
  private static String name(ContainerSubsystem<?> subsystem) {
    try {
      return subsystem.name();
    } catch (RuntimeException | Error e) {
      return subsystem.getClass().getName();
    }
  }

  private static List<Enforcement> enforcement(ContainerSubsystem<?> subsystem) {
    try {
      return List.copyOf(subsystem.enforcement());
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "a subsystem failed in enforcement", e);
      return List.of();
    }
  }
}
