package corral.framework.nio;

import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.host.Accounts;
import corral.framework.api.host.Host;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Offers the container file system. It stays the same while hosts come and go, because the sessions
 * of the shell keep paths of it. Only with the live host it lies over the files of the machine.
 */
@Component(service = FileSystem.class, property = "corral=true", immediate = true)
public final class ContainerFileSystemComponent extends ContainerFileSystem {
  private static final String LIVE = "linux";

  private final AtomicReference<@Nullable Host> host;

  /** A file system of what the given service administers. */
  @Activate
  public ContainerFileSystemComponent(@Reference ContainerAdmin admin) {
    this(admin, new AtomicReference<>());
  }

  private ContainerFileSystemComponent(ContainerAdmin admin, AtomicReference<@Nullable Host> host) {
    super(admin, () -> machineOf(host.get()), () -> accountsOf(host.get()));
    this.host = host;
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void setHost(Host newHost) {
    host.set(newHost);
  }

  void unsetHost(Host oldHost) {
    host.compareAndSet(oldHost, null);
  }

  private static Accounts accountsOf(@Nullable Host host) {
    return host == null ? Accounts.NONE : host.accounts();
  }

  private static Optional<FileSystem> machineOf(@Nullable Host host) {
    return host != null && host.name().equals(LIVE)
        ? Optional.of(FileSystems.getDefault())
        : Optional.empty();
  }
}
