package corral.front.fuse;

import static java.nio.charset.StandardCharsets.UTF_8;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import corral.framework.api.admin.OpenFile;

/**
 * A file that a program has opened. Reads in pieces see one picture, which is taken when the file
 * is opened, and again whenever somebody reads from its start. Thread-safe.
 *
 * @see Handles
 */
final class OpenedFile {
  /** Opens the file anew, on behalf of a caller. */
  @FunctionalInterface
  interface Opener {
    OpenFile open(Caller caller) throws ContainerException;
  }

  private final Opener opener;
  private final Caller caller;

  /** Guarded by this, as all below. */
  private OpenFile file;

  private byte[] picture = {};
  private boolean seen = true;

  OpenedFile(Opener opener, Caller caller, OpenFile file) {
    this.opener = opener;
    this.caller = caller;
    this.file = file;
  }

  /**
   * Takes the picture that the first reader gets.
   *
   * @throws ContainerException what refuses the read
   */
  synchronized void take() throws ContainerException {
    picture = file.read().getBytes(UTF_8);
    seen = false;
  }

  /**
   * The content from an offset on.
   *
   * @throws ContainerException ENODEV if its container or subsystem is gone
   */
  synchronized byte[] picture(long offset) throws ContainerException {
    if (offset == 0 && seen) {
      file = opener.open(caller);
      take();
    }
    file.read();
    seen = true;
    return picture;
  }

  /** Whether the content is another than what was read last; so is that of a file that has gone. */
  synchronized boolean hasChanged() {
    try {
      return !new String(picture, UTF_8).equals(opener.open(caller).read());
    } catch (ContainerException _) {
      return true;
    }
  }

  /**
   * Carries out a write of the process that writes, with the rights of the one that opened the
   * file, as the kernel does.
   */
  void write(String text, int writer) throws ContainerException {
    fileFor(writer).write(text);
  }

  private synchronized OpenFile fileFor(int writer) throws ContainerException {
    return writer == caller.pid()
        ? file
        : opener.open(new Caller(writer, caller.uid(), caller.gid()));
  }
}
