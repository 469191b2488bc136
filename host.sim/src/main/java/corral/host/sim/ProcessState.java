package corral.host.sim;

/** What a process does, with the letter that {@code /proc/PID/stat} has for it. */
public enum ProcessState {
  /** Runs, or would if a CPU were free. */
  RUNNING('R'),
  /** Waits for something. */
  SLEEPING('S'),
  /** Is kept from running until it is continued. */
  STOPPED('T'),
  /** Has ended, and its parent has not heard of it. */
  ZOMBIE('Z');

  private final char letter;

  ProcessState(char letter) {
    this.letter = letter;
  }

  /** The kernel's letter. */
  public char letter() {
    return letter;
  }
}
