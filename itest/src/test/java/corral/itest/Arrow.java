package corral.itest;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.lang.reflect.AccessFlag;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the arrows of one bundle may point.
 *
 * @param bundle its directory, which is called like the bundle
 * @param root the package that it and only it may fill, with the packages below
 * @param shows the packages that others may see of it
 * @param uses the packages of others that it may refer to besides those of Java and OSGi; {@code
 *     .*} at the end of a package means those below it, too
 */
record Arrow(String bundle, String root, Set<String> shows, Set<String> uses) {
  /** Only a bundle whose row names this package may leave the Java virtual machine. */
  static final String NATIVE = "java.lang.foreign";

  private static final Set<String> USED_BY_ALL =
      Set.of("java.*", "org.osgi.*", "org.jspecify.annotations");

  private static final Pattern CLASS_IN_DESCRIPTOR = Pattern.compile("L([\\w/$]+/)[\\w$-]+[;<]");

  /** An arrow from a bundle of which others may see the package {@code api} below its root. */
  Arrow(String bundle, String root, Set<String> uses) {
    this(bundle, root, Set.of(root + ".api.*"), uses);
  }

  /** One line for each way in which the jar oversteps its row. */
  Set<String> brokenBy(Path jar) throws IOException {
    var broken = new TreeSet<String>();
    try (var file = new JarFile(jar.toFile())) {
      var manifest = file.getManifest().getMainAttributes();
      packages(manifest.getValue("Import-Package"))
          .filter(name -> !mayUse(name))
          .forEach(name -> broken.add(bundle + " imports " + name));
      packages(manifest.getValue("Export-Package"))
          .filter(name -> !includes(shows, name))
          .forEach(name -> broken.add(bundle + " exports " + name));
      for (var entry : classes(file)) {
        try (var in = file.getInputStream(entry)) {
          broken.addAll(brokenBy(ClassFile.of().parse(in.readAllBytes())));
        }
      }
    }
    return broken;
  }

  Set<String> brokenBy(ClassModel model) {
    var broken = new TreeSet<String>();
    var name = model.thisClass().asInternalName().replace('/', '.');
    if (!isOwn(packageOf(name))) {
      broken.add(bundle + " contains " + name);
    }
    for (var method : model.methods()) {
      if (method.flags().has(AccessFlag.NATIVE)) {
        broken.add(name + " has the native method " + method.methodName());
      }
    }
    for (var entry : model.constantPool()) {
      packagesIn(entry)
          .filter(used -> !mayUse(used))
          .forEach(used -> broken.add(name + " uses " + used));
    }
    return broken;
  }

  private boolean mayUse(String name) {
    return isOwn(name)
        || includes(uses, name)
        || (includes(USED_BY_ALL, name) && !name.equals(NATIVE));
  }

  private static boolean includes(Set<String> patterns, String name) {
    return patterns.stream()
        .anyMatch(
            pattern ->
                pattern.endsWith(".*")
                    ? (name + ".").startsWith(pattern.substring(0, pattern.length() - 1))
                    : name.equals(pattern));
  }

  private boolean isOwn(String name) {
    return (name + ".").startsWith(root + ".");
  }

  private static List<JarEntry> classes(JarFile file) {
    return file.stream().filter(entry -> entry.getName().endsWith(".class")).toList();
  }

  /** The packages named in a manifest header; its attributes and directives are left out. */
  private static Stream<String> packages(@Nullable String header) {
    return header == null
        ? Stream.empty()
        : Pattern.compile("(?:^|,)([\\w.]+)(?=[;,]|$)")
            .matcher(header.replaceAll("\"[^\"]*\"", ""))
            .results()
            .map(match -> match.group(1));
  }

  /**
   * The packages of the classes that a constant refers to, as a class, in a type or generically.
   */
  private static Stream<String> packagesIn(PoolEntry entry) {
    return switch (entry) {
      case ClassEntry type when !type.asInternalName().startsWith("[") ->
          Stream.of(packageOf(type.asInternalName().replace('/', '.')));
      case Utf8Entry text ->
          CLASS_IN_DESCRIPTOR.matcher(text.stringValue()).results().map(Arrow::packageOf);
      default -> Stream.empty();
    };
  }

  private static String packageOf(MatchResult descriptor) {
    return packageOf(descriptor.group(1).replace('/', '.'));
  }

  private static String packageOf(String className) {
    return className.substring(0, Math.max(0, className.lastIndexOf('.')));
  }
}
