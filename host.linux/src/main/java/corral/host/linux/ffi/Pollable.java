package corral.host.linux.ffi;

/** Something whose messages a {@link Readiness} waits for. */
public sealed interface Pollable permits ProcessConnector, ExitRecords, FuseDevice {
  /** The file descriptor to poll. */
  int fd();
}
