import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The tests that the arguments of the command name. */
record TestChoice(Workspace workspace, List<Chosen> tests) {
  /**
   * A class, or some of its methods.
   *
   * @param methods a pattern, {@code *} for all
   */
  record Chosen(TestClass in, String methods) {}

  /**
   * @throws IllegalArgumentException a name is neither a module with tests, nor a test class, nor
   *     starts with one and {@code #}
   */
  static TestChoice of(Workspace workspace, List<String> names) throws IOException {
    var all = TestClass.in(workspace);
    var tests = new ArrayList<Chosen>();
    for (var name : names) {
      var parts = name.split("#", 2);
      var found = all.stream().filter(test -> isNamed(test, parts[0])).toList();
      if (found.isEmpty()) {
        throw new IllegalArgumentException(
            name + ": no module with tests, test class or Class#method");
      }
      found.forEach(test -> tests.add(new Chosen(test, parts.length == 1 ? "*" : parts[1])));
    }
    return new TestChoice(workspace, tests);
  }

  private static boolean isNamed(TestClass test, String pattern) {
    return Stream.of(test.module(), test.simpleName(), test.name())
        .anyMatch(name -> matches(pattern, name));
  }

  private static boolean matches(String pattern, String name) {
    return name.matches("\\Q" + pattern.replace("*", "\\E.*\\Q") + "\\E");
  }

  /** What makes Maven run these tests, build the modules they need, and run nothing else. */
  List<String> arguments() throws IOException, InterruptedException {
    // By artifact, for not every module is a directory of the root.
    var modules =
        tests.stream().map(test -> ":" + test.in().module()).distinct().collect(joining(","));
    var arguments = new ArrayList<>(List.of("--projects", modules, "--also-make"));
    var plain = tests.stream().filter(test -> !test.in().insideFramework()).toList();
    if (plain.isEmpty()) {
      arguments.add("-Dplain.skip=true");
    } else {
      arguments.add("-Dsurefire.failIfNoSpecifiedTests=false");
      arguments.add("-Dtest=" + plain.stream().map(TestChoice::surefire).collect(joining(",")));
    }
    var inside = tests.stream().filter(test -> test.in().insideFramework()).toList();
    if (inside.isEmpty()) {
      arguments.add("-Dinside.skip=true");
    } else {
      arguments.add("-Dinside.test=" + String.join(",", selectors(inside)));
    }
    return arguments;
  }

  private static String surefire(Chosen test) {
    return test.in().name() + "#" + test.methods();
  }

  /** The tester takes no patterns: methods are looked up in the compiled class. */
  private List<String> selectors(List<Chosen> inside) throws IOException, InterruptedException {
    if (inside.stream().anyMatch(test -> !test.methods().equals("*"))) {
      workspace.maven("package", "-DskipTests", List.of("--projects", "itest", "--also-make"));
    }
    var selectors = new ArrayList<String>();
    for (var test : inside) {
      selectors.addAll(test.methods().equals("*") ? List.of(test.in().name()) : methods(test));
    }
    return selectors;
  }

  private List<String> methods(Chosen test) throws IOException {
    var file =
        workspace
            .root()
            .resolve(test.in().module(), "target", "classes")
            .resolve(test.in().name().replace('.', '/') + ".class");
    var methods =
        ClassFile.of().parse(file).methods().stream()
            .filter(TestChoice::isTest)
            .filter(method -> matches(test.methods(), method.methodName().stringValue()))
            .map(TestChoice::signature)
            .toList();
    if (methods.isEmpty()) {
      throw new IllegalArgumentException(test.in().name() + " has no test " + test.methods());
    }
    // The tester splits its list at every comma, so that it knows no method of two parameters.
    return methods.stream().anyMatch(signature -> signature.contains(","))
        ? List.of(test.in().name())
        : methods.stream().map(signature -> test.in().name() + "#" + signature).toList();
  }

  private static boolean isTest(MethodModel method) {
    return method.findAttribute(Attributes.runtimeVisibleAnnotations()).stream()
        .flatMap(annotations -> annotations.annotations().stream())
        .anyMatch(annotation -> annotation.className().stringValue().matches("Lorg/junit/.*Test;"));
  }

  private static String signature(MethodModel method) {
    return method.methodName().stringValue()
        + method.methodTypeSymbol().parameterList().stream()
            .map(TestChoice::className)
            .collect(joining(",", "(", ")"));
  }

  private static String className(ClassDesc type) {
    if (type.isArray()) {
      return type.descriptorString().replace('/', '.');
    }
    return type.isPrimitive() ? type.displayName() : type.packageName() + "." + type.displayName();
  }
}
