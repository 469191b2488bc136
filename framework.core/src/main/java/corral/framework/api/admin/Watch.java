package corral.framework.api.admin;

import org.osgi.annotation.versioning.ProviderType;

/** Something that is told of changes until it is closed. Thread-safe. */
@ProviderType
@FunctionalInterface
public interface Watch extends AutoCloseable {
  /** Ends it; a call that is under way may still come. Void if it was closed before. */
  @Override
  void close();
}
