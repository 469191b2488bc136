package corral.bench;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.Host;
import corral.framework.api.host.Launch;
import java.util.Map;

/** What is the same in every host of the benchmarks and the races, where root is the caller. */
public abstract class BareHost implements Host {
  private final String name;

  /** A host that starts nothing. */
  protected BareHost(String name) {
    this.name = name;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final String status() {
    return "a benchmark's own threads tell";
  }

  @Override
  public final Caller self() {
    return new Caller(0, 0, 0);
  }

  @Override
  public final Map<String, Long> counters() {
    return Map.of();
  }

  @Override
  public final Launch launch(LaunchRequest request) throws ContainerException {
    throw new ContainerException(Errno.EAGAIN, "nothing is started here");
  }
}
