package corral.itest;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** Compares the virtual machine before and after each test, and before and after each class. */
final class LeftoverCheck
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
  /** How long what was told to end may take; what ends sooner is not waited for longer. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Namespace NAMESPACE = Namespace.create(LeftoverCheck.class);

  @Override
  public void beforeAll(ExtensionContext tests) {
    remember(tests);
  }

  @Override
  public void beforeEach(ExtensionContext test) {
    remember(test);
  }

  @Override
  public void afterEach(ExtensionContext test) throws InterruptedException {
    compare(test);
  }

  @Override
  public void afterAll(ExtensionContext tests) throws InterruptedException {
    compare(tests);
  }

  private static void remember(ExtensionContext context) {
    context.getStore(NAMESPACE).put(Surroundings.class, Surroundings.now());
  }

  private static void compare(ExtensionContext context) throws InterruptedException {
    var before = context.getStore(NAMESPACE).get(Surroundings.class, Surroundings.class);
    assertEquals(List.of(), requireNonNull(before).changes(PATIENCE), "left behind");
  }
}
