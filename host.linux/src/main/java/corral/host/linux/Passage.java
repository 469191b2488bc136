package corral.host.linux;

import java.io.IOException;
import java.io.OutputStream;

/** What a process goes through after its gate and before its program begins. */
interface Passage extends AutoCloseable {
  /** Nothing. */
  Passage OPEN =
      new Passage() {
        @Override
        public void go(Process process, OutputStream leave) {}

        @Override
        public void close() {}
      };

  /**
   * Leads the process through, and returns when only a line is missing for the program to begin, or
   * the process has ended.
   *
   * @param leave where to write lines that it waits for
   */
  void go(Process process, OutputStream leave) throws IOException;

  /** Removes what is left in the file system. */
  @Override
  void close() throws IOException;
}
