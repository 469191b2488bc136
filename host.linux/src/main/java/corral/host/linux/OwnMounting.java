package corral.host.linux;

import corral.framework.api.Caller;
import corral.host.linux.ffi.FileSystemMounts;
import corral.host.linux.ffi.FuseDevice;
import corral.host.linux.ffi.OsException;
import java.util.Optional;

/** Mounts by mount(2), which takes {@code CAP_SYS_ADMIN}: for all users. */
record OwnMounting(Caller self) implements MountTool {
  @Override
  public Optional<String> obstacle() {
    try (var _ = FuseDevice.open()) {
      return Optional.empty();
    } catch (OsException refused) {
      return Optional.of(String.valueOf(refused.getMessage()));
    }
  }

  @Override
  public FuseDevice mount(String source, String place) throws OsException {
    var device = FuseDevice.open();
    try {
      device.mount(TYPE, source, place, self.uid(), self.gid());
      return device;
    } catch (OsException refused) {
      device.close();
      throw refused;
    }
  }

  @Override
  public void detach(String place) throws OsException {
    FileSystemMounts.detach(place);
  }
}
