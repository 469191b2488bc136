package corral.launcher.link;

/** Does what clients ask for. Thread-safe. */
@FunctionalInterface
public interface Handler {
  /**
   * Does what one client asks for. The thread is interrupted when the client presses Ctrl-C or has
   * gone, or when the server stops.
   *
   * @param streams those of the client; what is written after the exit status was told is heard by
   *     nobody
   * @return the exit status
   * @throws Exception what kept it from being done; its message is a line for the client
   */
  int serve(Request request, Streams streams) throws Exception;
}
