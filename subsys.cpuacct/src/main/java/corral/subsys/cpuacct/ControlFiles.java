package corral.subsys.cpuacct;

import corral.framework.api.ContainerException;
import corral.framework.api.ControlFile;
import corral.framework.api.Errno;
import corral.framework.api.host.Machine;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The files of a container's directory. */
final class ControlFiles {
  private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Metering metering;
  private final @Nullable Machine machine;

  ControlFiles(Metering metering, @Nullable Machine machine) {
    this.metering = metering;
    this.machine = machine;
  }

  List<ControlFile<CpuAccount>> rows() {
    return List.of(
        ControlFile.<CpuAccount>named("usage").reads(this::readUsage).writes(this::reset),
        ControlFile.<CpuAccount>named("stat").reads(this::readStat),
        ControlFile.<CpuAccount>named("load").readsNumber(CpuAccount::loadPercent));
  }

  private String readUsage(CpuAccount account) {
    metering.chargeTree(account);
    return account.usage().totalNanos() + "\n";
  }

  private void reset(CpuAccount account, String text) throws ContainerException {
    if (!text.equals("0")) {
      throw new ContainerException(Errno.EINVAL, "only 0 can be written, to begin anew");
    }
    metering.chargeTree(account);
    account.reset();
  }

  private String readStat(CpuAccount account) throws ContainerException {
    if (machine == null) {
      throw new ContainerException(Errno.ENOSYS, "no host says how long a clock tick is");
    }
    metering.chargeTree(account);
    var usage = account.usage();
    int userHz = machine.userHz();
    return "user %d\nsystem %d\n"
        .formatted(ticks(usage.userNanos(), userHz), ticks(usage.systemNanos(), userHz));
  }

  /** Seconds and the rest apart, so that nothing overflows. */
  static long ticks(long nanos, int userHz) {
    return nanos / NANOS_PER_SECOND * userHz + nanos % NANOS_PER_SECOND * userHz / NANOS_PER_SECOND;
  }
}
