package corral.front.fuse;

import corral.framework.api.ContainerException;
import corral.front.fuse.protocol.Answer;
import corral.front.fuse.protocol.Request;

/**
 * How requests of one kind are answered.
 *
 * @param manner what that does to the thread
 * @param handler what is done
 */
record Operation(Manner manner, Handler handler) {
  /** What an operation does to the thread that carries it out. */
  enum Manner {
    /** Reads, and so is done at once. */
    PROMPT,
    /** May wait for the management lock; others must be answered meanwhile. */
    WAITING,
    /** Is a note from the kernel, which is never answered. */
    SILENT
  }

  /** Does what is asked for. */
  @FunctionalInterface
  interface Handler {
    /**
     * Puts what is asked for into the answer.
     *
     * @throws ContainerException the refusal that the caller gets
     */
    void handle(Request request, Answer answer) throws ContainerException;
  }

  static Operation prompt(Handler handler) {
    return new Operation(Manner.PROMPT, handler);
  }

  static Operation waiting(Handler handler) {
    return new Operation(Manner.WAITING, handler);
  }

  static Operation silent(Handler handler) {
    return new Operation(Manner.SILENT, handler);
  }
}
