package corral.shell.host;

import corral.framework.api.admin.HostMounts;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Whether the machine's other programs see what is mounted, too. Thread-safe. */
@Component(service = MountsOnHost.class)
public final class MountsOnHost {
  private final AtomicReference<@Nullable HostMounts> mounts = new AtomicReference<>();

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  public void bind(HostMounts newMounts) {
    mounts.set(newMounts);
  }

  public void unbind(HostMounts oldMounts) {
    mounts.compareAndSet(oldMounts, null);
  }

  /** For a table: {@code yes}, or {@code no} and why. */
  public String state(String mountPoint) {
    return find()
        .map(there -> there.obstacle(mountPoint).map(reason -> "no: " + reason).orElse("yes"))
        .orElse("no");
  }

  private Optional<HostMounts> find() {
    return Optional.ofNullable(mounts.get());
  }
}
