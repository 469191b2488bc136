package corral.framework.nio;

import java.io.IOException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.FileSystem;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.url.AbstractURLStreamHandlerService;
import org.osgi.service.url.URLConstants;
import org.osgi.service.url.URLStreamHandlerService;

/**
 * Opens the URLs of the container file system: {@code cat}, {@code sort} and {@code source} of the
 * shell turn a path into one. Thread-safe.
 */
@Component(
    service = URLStreamHandlerService.class,
    property = URLConstants.URL_HANDLER_PROTOCOL + "=" + ContainerFileSystemProvider.SCHEME)
public final class ContainerUrlHandler extends AbstractURLStreamHandlerService {
  private final FileSystem files;

  /** Serves the URLs of the given file system. */
  @Activate
  public ContainerUrlHandler(@Reference(target = "(corral=true)") FileSystem files) {
    this.files = files;
  }

  @Override
  public URLConnection openConnection(URL url) throws IOException {
    return new ContainerUrlConnection(url, files);
  }
}
