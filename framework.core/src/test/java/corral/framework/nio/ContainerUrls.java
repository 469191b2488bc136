package corral.framework.nio;

import java.io.IOException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.net.spi.URLStreamHandlerProvider;
import java.nio.file.FileSystem;
import org.jspecify.annotations.Nullable;

/** Gives URLs their handler, as the OSGi framework does from the handler service. */
public final class ContainerUrls extends URLStreamHandlerProvider {
  private static volatile @Nullable FileSystem current;

  static void serve(@Nullable FileSystem files) {
    current = files;
  }

  @Override
  public @Nullable URLStreamHandler createURLStreamHandler(String protocol) {
    return protocol.equals(ContainerFileSystemProvider.SCHEME) ? new Handler() : null;
  }

  private static final class Handler extends URLStreamHandler {
    @Override
    protected URLConnection openConnection(URL url) throws IOException {
      var files = current;
      if (files == null) {
        throw new IOException("No container file system");
      }
      return new ContainerUrlHandler(files).openConnection(url);
    }
  }
}
