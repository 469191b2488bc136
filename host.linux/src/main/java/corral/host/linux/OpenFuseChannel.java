package corral.host.linux;

import corral.framework.api.host.FuseChannel;
import corral.host.linux.ffi.FuseDevice;
import corral.host.linux.ffi.OsException;
import corral.host.linux.ffi.Readiness;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** The channel of a mounted file system while somebody has it. */
final class OpenFuseChannel implements FuseChannel {
  private static final Logger LOG = System.getLogger(OpenFuseChannel.class.getName());

  private final FuseDevice device;
  private final Readiness readiness;
  private final Runnable whenClosed;

  private final AtomicBoolean closed = new AtomicBoolean();

  OpenFuseChannel(FuseDevice device, Runnable whenClosed) throws OsException {
    this.device = device;
    this.readiness = new Readiness(List.of(device));
    this.whenClosed = whenClosed;
  }

  /** Looks before it waits: while somebody asks all the time, that saves the waiting. */
  @Override
  public synchronized boolean receive(ByteBuffer request) {
    try {
      while (!closed.get()) {
        request.clear();
        var length = device.read(request);
        if (length.isPresent()) {
          request.limit(length.getAsInt());
          return true;
        }
        if (!readiness.await()) {
          return false;
        }
      }
    } catch (OsException ended) {
      LOG.log(Level.DEBUG, "No more requests", ended);
    }
    return false;
  }

  @Override
  public boolean send(ByteBuffer message) {
    try {
      device.write(message);
      return true;
    } catch (OsException refused) {
      LOG.log(Level.DEBUG, "The kernel does not want it", refused);
      return false;
    }
  }

  /** Returns when nobody is in {@link #receive} any more, whoever closes it first. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      readiness.wake();
      synchronized (this) {
        readiness.close();
      }
      whenClosed.run();
    } else {
      awaitReader();
    }
  }

  /** A reader has the monitor. */
  private synchronized void awaitReader() {}
}
