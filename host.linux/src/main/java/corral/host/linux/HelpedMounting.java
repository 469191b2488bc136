package corral.host.linux;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import corral.host.linux.ffi.FuseDevice;
import corral.host.linux.ffi.OsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Mounts with the help of {@code fusermount3}: for this user alone, where he may write. */
record HelpedMounting(Caller self) implements MountTool {
  private static final String PROGRAM = "fusermount3";

  /** It opens the device as this user. */
  @Override
  public Optional<String> obstacle() {
    try (var _ = FuseDevice.open()) {
      Programs.check(PROGRAM, System.getenv("PATH"));
      return Optional.empty();
    } catch (OsException refused) {
      return Optional.of(String.valueOf(refused.getMessage()));
    } catch (ContainerException _) {
      return Optional.of("user " + self.uid() + " may not mount, and there is no " + PROGRAM);
    }
  }

  @Override
  public FuseDevice mount(String source, String place) throws OsException {
    return FuseDevice.mountWithHelp(SUBTYPE, source, place);
  }

  @Override
  public void detach(String place) throws IOException {
    var process =
        new ProcessBuilder(PROGRAM, "-u", "-z", "--", place).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(said.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
