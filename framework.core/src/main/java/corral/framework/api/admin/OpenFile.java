package corral.framework.api.admin;

import corral.framework.api.ContainerException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A file that was opened. It stays open when its container is renamed; when the container is
 * removed or its subsystem goes, every use is refused (ENODEV). Needs no closing. Thread-safe.
 */
@ProviderType
public interface OpenFile {
  /**
   * The content, as one consistent picture taken at the first call; later calls return the same.
   *
   * @throws ContainerException EACCES if the file cannot be read, ENODEV if its container is gone,
   *     or what the subsystem's reader refuses with
   */
  String read() throws ContainerException;

  /**
   * Carries out one write, as one {@code write(2)} would. What follows a NUL is ignored.
   *
   * @throws ContainerException EACCES if the file cannot be written, E2BIG if the text is too long,
   *     ENODEV if its container is gone, or what the rule behind the file refuses with
   */
  void write(String text) throws ContainerException;
}
