package corral.host.linux;

import corral.framework.api.host.TaskLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Offers to bound tasks, where the kernel has a controller for it and we may use that. */
@Component(
    immediate = true,
    service = {},
    configurationPid = "corral.host.linux.limits")
public final class TaskLimitsOffer {
  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

  /** Whether to make control groups. */
  public @interface Config {
    /** Whether tasks are bounded by control groups of Corral's own. */
    boolean controlGroups() default true;
  }

  private final @Nullable TaskGroups groups;
  private final @Nullable ServiceRegistration<TaskLimits> registration;

  /** Looks for the controller. */
  @Activate
  public TaskLimitsOffer(BundleContext context, @Reference ProcReader proc, Config config)
      throws IOException {
    var mount = CgroupMount.find(config.controlGroups() ? Files.readAllLines(MOUNTS) : List.of());
    groups = mount.isPresent() ? new TaskGroups(mount.get(), proc) : null;
    if (groups == null) {
      registration = null;
      return;
    }
    groups.clear();
    registration = context.registerService(TaskLimits.class, groups, null);
  }

  /** Whoever uses it lets go first. */
  @Deactivate
  void close() {
    if (registration != null) {
      registration.unregister();
    }
    if (groups != null) {
      groups.close();
    }
  }
}
