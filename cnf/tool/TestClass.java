import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One class of tests.
 *
 * @param name with its package
 * @param insideFramework whether it runs as part of a bundle
 */
record TestClass(String module, String name, boolean insideFramework) {
  static List<TestClass> in(Workspace workspace) throws IOException {
    var classes = new ArrayList<TestClass>();
    for (var module : workspace.modules()) {
      classes.addAll(below(module, module.resolve("src/test/java"), false));
      classes.addAll(below(module, module.resolve("src/main/java"), true));
    }
    return classes;
  }

  private static List<TestClass> below(Path module, Path sources, boolean insideFramework)
      throws IOException {
    if (!Files.exists(sources)) {
      return List.of();
    }
    try (var files = Files.walk(sources)) {
      return files
          .filter(file -> file.toString().endsWith("Test.java"))
          .map(file -> sources.relativize(file).toString())
          .map(file -> file.substring(0, file.length() - ".java".length()).replace('/', '.'))
          .map(name -> new TestClass(module.getFileName().toString(), name, insideFramework))
          .sorted(java.util.Comparator.comparing(TestClass::name))
          .toList();
    }
  }

  String simpleName() {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
