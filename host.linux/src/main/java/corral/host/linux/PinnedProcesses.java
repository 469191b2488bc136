package corral.host.linux;

import corral.framework.api.ContainerException;
import corral.framework.api.host.CpuAffinity;
import corral.framework.api.host.IndexSet;
import corral.host.linux.ffi.Affinity;
import corral.host.linux.ffi.OsException;
import java.util.BitSet;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Pins processes to CPUs, thread by thread. Thread-safe. */
@Component(service = {CpuAffinity.class, PinnedProcesses.class})
public final class PinnedProcesses extends ThreadSettings<BitSet> implements CpuAffinity {
  /** The processes of a machine, none of them pinned. */
  @Activate
  public PinnedProcesses(@Reference ProcReader proc) {
    super(proc, "pinned");
  }

  @Override
  public void pin(int pid, IndexSet cpus) throws ContainerException {
    var wanted = new BitSet();
    cpus.stream().forEach(wanted::set);
    setAll(pid, wanted);
  }

  @Override
  BitSet get(int tid) throws OsException {
    return Affinity.get(tid);
  }

  @Override
  void set(int tid, BitSet cpus) throws OsException {
    Affinity.set(tid, cpus);
  }

  @Deactivate
  @Override
  public void releaseAll() {
    super.releaseAll();
  }
}
