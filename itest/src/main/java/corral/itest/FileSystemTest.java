package corral.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.admin.ContainerAdmin;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** The file system as a service, and its URLs. */
@LeavesNothingBehind
class FileSystemTest {
  private static final String MOUNT_POINT = "/dev/itest";

  private final BundleContext context =
      FrameworkUtil.getBundle(FileSystemTest.class).getBundleContext();
  private ServiceReference<ContainerAdmin> adminReference;
  private ServiceReference<FileSystem> filesReference;
  private ContainerAdmin admin;
  private FileSystem files;

  @BeforeEach
  void mount() throws ContainerException, InvalidSyntaxException {
    adminReference = context.getServiceReference(ContainerAdmin.class);
    admin = context.getService(adminReference);
    filesReference =
        context.getServiceReferences(FileSystem.class, "(corral=true)").iterator().next();
    files = context.getService(filesReference);
    admin.mount("none,name=itest", MOUNT_POINT, admin.self());
  }

  @AfterEach
  void unmount() throws ContainerException {
    admin.unmount(MOUNT_POINT, admin.self());
    context.ungetService(filesReference);
    context.ungetService(adminReference);
  }

  @Test
  void writesAndReads() throws IOException {
    var file = files.getPath(MOUNT_POINT, "notify_on_release");
    assertEquals("0\n", Files.readString(file));
    Files.writeString(file, "1");
    assertEquals("1\n", Files.readString(file));
  }

  @Test
  void opensUrls() throws IOException {
    var directory = files.getPath(MOUNT_POINT).toUri();
    try (var in = directory.resolve("notify_on_release").toURL().openStream()) {
      assertEquals("0\n", new String(in.readAllBytes(), UTF_8));
    }
  }

  @Test
  void directoriesAreContainers() throws IOException, ContainerException {
    var directory = files.getPath(MOUNT_POINT, "Charlie");
    Files.createDirectory(directory);
    assertEquals("/Charlie", admin.container(directory.toString()).path());
    Files.delete(directory);
    assertTrue(Files.notExists(directory));
  }
}
