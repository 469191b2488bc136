package corral.bench;

import java.lang.reflect.Proxy;

/** Configurations in which nothing was configured. */
public final class Usual {
  private Usual() {}

  /** One of this type, all of whose elements are what they are by default. */
  public static <A> A of(Class<A> annotation) {
    return annotation.cast(
        Proxy.newProxyInstance(
            annotation.getClassLoader(),
            new Class<?>[] {annotation},
            (_, element, _) -> element.getDefaultValue()));
  }
}
