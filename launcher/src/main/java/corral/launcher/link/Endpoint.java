package corral.launcher.link;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * Where daemon and client meet: a socket in a directory that only its owner may enter. Immutable.
 *
 * @param directory holds the socket
 */
public record Endpoint(Path directory) {
  /** What {@code sockaddr_un} has room for, with the zero at its end. */
  private static final int LONGEST_PATH = 107;

  private static final int BACKLOG = 128;

  Path socket() {
    return directory.resolve("socket");
  }

  /**
   * Begins to listen. Whoever calls this knows that no other daemon lives here: a socket that is
   * there was left by one that was killed.
   */
  ServerSocketChannel listen() throws IOException {
    var socket = socket();
    Files.deleteIfExists(socket);
    var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(address(), BACKLOG);
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
      return server;
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  /**
   * Connects to the daemon; nothing if there is none.
   *
   * @throws java.nio.file.AccessDeniedException if the directory is somebody else's
   */
  Optional<Link> connect() throws IOException {
    try {
      // This says in a type what a refused connection says in a text only.
      Files.readAttributes(socket(), BasicFileAttributes.class);
      refuseOfAnother();
      return Optional.of(new Link(SocketChannel.open(address())));
    } catch (NoSuchFileException | ConnectException _) {
      return Optional.empty();
    }
  }

  /** In a directory that everybody may write, somebody else can have made ours. */
  private void refuseOfAnother() throws IOException {
    var self = Files.getOwner(Path.of("/proc/self"));
    if (!self.getName().equals("root") && !self.equals(Files.getOwner(directory))) {
      throw new FileSystemException(directory.toString(), null, "Belongs to another user (EPERM)");
    }
  }

  private UnixDomainSocketAddress address() throws FileSystemException {
    var path = socket().toString();
    if (path.getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
      throw new FileSystemException(
          path, null, "File name too long for a socket, choose a shorter --state");
    }
    return UnixDomainSocketAddress.of(path);
  }
}
