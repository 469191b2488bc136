package corral.framework.nio;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads one file of the container file system. Not thread-safe. */
final class ContainerUrlConnection extends URLConnection {
  private final FileSystem files;

  ContainerUrlConnection(URL url, FileSystem files) {
    super(url);
    this.files = files;
  }

  @Override
  public void connect() throws IOException {
    Files.readAttributes(path(), "size");
    connected = true;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return Files.newInputStream(path());
  }

  private Path path() throws IOException {
    try {
      return files.provider().getPath(getURL().toURI());
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new IOException(getURL() + " names no file", e);
    }
  }
}
