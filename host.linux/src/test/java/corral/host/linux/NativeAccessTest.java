package corral.host.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Within the one bundle that may leave the virtual machine, one package does. */
class NativeAccessTest {
  @Test
  void isInOnePackage() throws IOException, URISyntaxException {
    var location = LinuxHost.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    var directory = Path.of(location).resolve("corral/host/linux");
    assertFalse(usersOfForeignMemory(directory.resolve("ffi")).isEmpty());
    assertEquals(List.of(), usersOfForeignMemory(directory));
  }

  private static List<Path> usersOfForeignMemory(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".class"))
          .filter(NativeAccessTest::usesForeignMemory)
          .toList();
    }
  }

  private static boolean usesForeignMemory(Path file) {
    try {
      var pool = ClassFile.of().parse(file).constantPool();
      return StreamSupport.stream(pool.spliterator(), false)
          .filter(ClassEntry.class::isInstance)
          .map(entry -> ((ClassEntry) entry).asInternalName())
          .anyMatch(name -> name.startsWith("java/lang/foreign/"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
