package corral.subsys.beancounter.api;

import static java.util.Locale.ROOT;

import corral.framework.api.Errno;

/**
 * The resources that are there always. What live tasks hold of them is measured and charged by the
 * framework's side; other bundles may charge them on top of that.
 */
public enum BuiltInResource implements Resource {
  /** Memory that the kernel keeps for the tasks and cannot swap out. */
  KMEMSIZE("bytes", Errno.ENOMEM),
  /** Private writable pages, whether they were touched or not. */
  PRIVVMPAGES("pages", Errno.ENOMEM),
  /** Pages in memory. */
  PHYSPAGES("pages", Errno.ENOMEM),
  /** Processes. */
  NUMTASKS("tasks", Errno.ENOMEM),
  /** Open file descriptors. */
  NUMFILES("files", Errno.EMFILE);

  private final String fileName = name().toLowerCase(ROOT);
  private final String unit;
  private final Errno refusal;

  BuiltInResource(String unit, Errno refusal) {
    this.unit = unit;
    this.refusal = refusal;
  }

  @Override
  public String fileName() {
    return fileName;
  }

  @Override
  public String unit() {
    return unit;
  }

  @Override
  public Errno refusal() {
    return refusal;
  }
}
