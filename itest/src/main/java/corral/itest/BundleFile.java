package corral.itest;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

/** The file of a bundle, which a test puts together in memory. */
final class BundleFile {
  private final Manifest manifest;
  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  private BundleFile(Manifest manifest) {
    this.manifest = manifest;
  }

  /** A bundle with nothing in it. */
  static BundleFile named(String symbolicName, String version) {
    var file = new BundleFile(new Manifest());
    return file.header(Attributes.Name.MANIFEST_VERSION.toString(), "1.0")
        .header(Constants.BUNDLE_MANIFESTVERSION, "2")
        .header(Constants.BUNDLE_SYMBOLICNAME, symbolicName)
        .header(Constants.BUNDLE_VERSION, version);
  }

  /** What an installed bundle has in it, under another name, so that both can be installed. */
  static BundleFile copyOf(Bundle original, String symbolicName) throws IOException {
    BundleFile copy;
    try (var in = original.getEntry(JarFile.MANIFEST_NAME).openStream()) {
      copy = new BundleFile(new Manifest(in)).header(Constants.BUNDLE_SYMBOLICNAME, symbolicName);
    }
    for (URL entry : Collections.list(original.findEntries("/", "*", true))) {
      var path = entry.getPath().substring(1);
      if (!path.endsWith("/") && !path.equals(JarFile.MANIFEST_NAME)) {
        copy.entry(path, bytes(entry));
      }
    }
    return copy;
  }

  BundleFile header(String name, String value) {
    manifest.getMainAttributes().putValue(name, value);
    return this;
  }

  BundleFile entry(String path, byte[] content) {
    entries.put(path, content);
    return this;
  }

  /** Brings a class along, of which the bundle will have one of its own. */
  BundleFile with(Class<?> type) throws IOException {
    var path = type.getName().replace('.', '/') + ".class";
    return entry(path, bytes(type.getResource("/" + path)));
  }

  private static byte[] bytes(URL url) throws IOException {
    try (var in = url.openStream()) {
      return in.readAllBytes();
    }
  }

  /** The file, for an install or an update. */
  InputStream open() {
    var bytes = new ByteArrayOutputStream();
    try (var jar = new JarOutputStream(bytes, manifest)) {
      for (var entry : entries.entrySet()) {
        jar.putNextEntry(new ZipEntry(entry.getKey()));
        jar.write(entry.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ByteArrayInputStream(bytes.toByteArray());
  }
}
