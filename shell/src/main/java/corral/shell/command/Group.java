package corral.shell.command;

/** What a command is about; {@code help} lists commands under these headings, in this order. */
public enum Group {
  HIERARCHIES("Hierarchies"),
  CONTAINERS("Containers"),
  TASKS("Tasks and processes"),
  SYSTEM("Corral itself"),
  OTHERS("Other bundles");

  private final String heading;

  Group(String heading) {
    this.heading = heading;
  }

  /** The group as a heading. */
  public String heading() {
    return heading;
  }
}
