package corral.shell.host;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.Host;
import corral.framework.api.host.TaskInfo;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * The host in use, if there is one. Commands that need it stay and say so while it is away.
 * Thread-safe.
 */
@Component(service = CurrentHost.class)
public final class CurrentHost {
  private final AtomicReference<@Nullable Host> host = new AtomicReference<>();

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  public void bind(Host newHost) {
    host.set(newHost);
  }

  public void unbind(Host oldHost) {
    host.compareAndSet(oldHost, null);
  }

  /** The host, if there is one. */
  public Optional<Host> find() {
    return Optional.ofNullable(host.get());
  }

  /**
   * The host.
   *
   * @throws ContainerException ENODEV if there is none
   */
  public Host get() throws ContainerException {
    return find().orElseThrow(() -> new ContainerException(Errno.ENODEV, "no host is active"));
  }

  /** The short name of a process's program; {@code ?} if nobody can tell. */
  public String command(int pid) {
    return find().flatMap(h -> h.look(pid)).map(TaskInfo::command).orElse("?");
  }
}
