package corral.host.linux;

import corral.framework.api.ContainerException;
import corral.framework.api.host.IndexSet;
import corral.framework.api.host.PageMigration;
import corral.host.linux.ffi.ErrorNumber;
import corral.host.linux.ffi.NodePages;
import corral.host.linux.ffi.OsException;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/** Has the kernel move the pages of processes. Thread-safe. */
@Component
public final class MigratedPages implements PageMigration {
  @Override
  public long migrate(int pid, IndexSet from, IndexSet to) throws ContainerException {
    try {
      return NodePages.migrate(pid, bits(from), bits(to));
    } catch (OsException refused) {
      throw Refusal.of(refused, pid, reason(refused, to));
    }
  }

  /** What the kernel's number alone does not say. */
  private static @Nullable String reason(OsException refused, IndexSet to) {
    return refused.errno() == ErrorNumber.EINVAL
        ? "no memory can be had on node '" + to + "'"
        : null;
  }

  private static BitSet bits(IndexSet nodes) {
    var bits = new BitSet();
    nodes.stream().forEach(bits::set);
    return bits;
  }
}
