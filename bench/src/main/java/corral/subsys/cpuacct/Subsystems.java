package corral.subsys.cpuacct;

import corral.framework.api.host.CpuAccounting;
import java.lang.annotation.Annotation;

/** Makes the subsystem as its bundle does, without a framework. */
public final class Subsystems {
  private static final int HOUR = 3600;

  private record Config(int load_interval_seconds) implements CpuacctConfig {
    @Override
    public Class<? extends Annotation> annotationType() {
      return CpuacctConfig.class;
    }
  }

  private Subsystems() {}

  /** One that takes the load once an hour. */
  public static CpuacctSubsystem cpuacct(CpuAccounting accounting) {
    return new CpuacctSubsystem(accounting, null, new Config(HOUR));
  }

  /** Ends its thread. */
  public static void close(CpuacctSubsystem cpuacct) {
    cpuacct.close();
  }
}
