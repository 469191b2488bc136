package corral.itest;

import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.ContainerSubsystem;
import corral.framework.api.ControlFile;
import corral.framework.api.Errno;
import corral.framework.api.SubsystemState;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A subsystem with one number, which people write. Its versions differ in the forms in which they
 * save that number and can read it. Public, as a component that bundles of its own bring.
 */
public final class Tally implements ContainerSubsystem<Tally.Count> {
  /** The properties of the component. */
  public @interface Version {
    /** The form in which it saves. */
    String saves();

    /** The forms that it reads. */
    String[] reads();
  }

  /** The number of one container. */
  static final class Count extends SubsystemState {
    private volatile long value;

    Count(Container container) {
      super(container);
    }
  }

  private final Version version;

  /** Declarative Services makes it. */
  public Tally(Version version) {
    this.version = version;
  }

  @Override
  public String name() {
    return "tally";
  }

  @Override
  public Count create(Container container, @Nullable Count parent) {
    return new Count(container);
  }

  @Override
  public void destroy(Count css) {}

  @Override
  public List<ControlFile<Count>> files() {
    return List.of(
        ControlFile.<Count>named("count")
            .reads(css -> css.value + "\n")
            .writes((css, text) -> css.value = ControlFile.parseNumber(text)),
        ControlFile.<Count>named("form").reads(_ -> version.saves() + "\n"));
  }

  @Override
  public Map<String, String> save(Count css) {
    return Map.of("form", version.saves(), "count", Long.toString(css.value));
  }

  @Override
  public void restore(Count css, Map<String, String> saved) throws ContainerException {
    var form = saved.getOrDefault("form", "");
    if (!List.of(version.reads()).contains(form)) {
      throw new ContainerException(
          Errno.EINVAL, "tally", "form " + form + " is none of " + List.of(version.reads()));
    }
    css.value = ControlFile.parseNumber(saved.getOrDefault("count", ""));
  }
}
