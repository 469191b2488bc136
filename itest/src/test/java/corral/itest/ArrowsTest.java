package corral.itest;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The arrows of the design point one way, and only the live host leaves the virtual machine. */
class ArrowsTest {
  private static final Path WORKSPACE = Path.of("..").toAbsolutePath().normalize();
  private static final String API = "corral.framework.api";
  private static final String ADMIN = "corral.framework.api.admin";
  private static final String EVENT = "corral.framework.api.event";
  private static final String HOST = "corral.framework.api.host";

  static final Set<Arrow> ARROWS =
      Set.of(
          new Arrow("framework.core", "corral.framework", Set.of()),
          new Arrow("host.linux", "corral.host.linux", Set.of(API, HOST, Arrow.NATIVE)),
          new Arrow("host.sim", "corral.host.sim", Set.of(API, HOST)),
          new Arrow(
              "testkit",
              "corral.testkit",
              Set.of("corral.testkit"),
              Set.of("corral.framework.api.*", "corral.framework.engine", "corral.host.sim")),
          new Arrow("subsys.cpuset", "corral.subsys.cpuset", Set.of(API, HOST)),
          new Arrow("subsys.cpuacct", "corral.subsys.cpuacct", Set.of(API, HOST)),
          new Arrow("subsys.debug", "corral.subsys.debug", Set.of(API)),
          new Arrow("subsys.ns", "corral.subsys.ns", Set.of(API, ADMIN, HOST)),
          new Arrow("subsys.beancounter", "corral.subsys.beancounter", Set.of(API, HOST, EVENT)),
          new Arrow("subsys.resgroup", "corral.subsys.resgroup", Set.of(API, HOST, EVENT)),
          new Arrow(
              "front.eventadmin", "corral.front.eventadmin", Set.of("corral.framework.api.event")),
          new Arrow("front.fuse", "corral.front.fuse", Set.of("corral.framework.api.*")),
          new Arrow("stats", "corral.stats", Set.of("corral.framework.api.*")),
          new Arrow("figures", "corral.figures", Set.of("corral.framework.api.*")),
          new Arrow(
              "front.metrics",
              "corral.front.metrics",
              Set.of(
                  "corral.framework.api",
                  "corral.figures.api",
                  "com.sun.net.httpserver",
                  "io.prometheus.metrics.*")),
          new Arrow(
              "shell",
              "corral.shell",
              Set.of(
                  "corral.framework.api.*",
                  "corral.figures.api",
                  "org.apache.felix.gogo.*",
                  "org.apache.felix.service.*",
                  "org.jline.*")),
          new Arrow("launcher", "corral.launcher", Set.of("org.apache.felix.framework.*")),
          new Arrow("examples/subsys.runaway", "org.example.runaway", Set.of(), Set.of(API, HOST)));

  @ParameterizedTest
  @FieldSource("ARROWS")
  void pointOneWay(Arrow arrow) throws IOException {
    assertEquals(Set.of(), arrow.brokenBy(jar(arrow.bundle())));
  }

  @Test
  void areDrawnForEveryBundle() throws IOException {
    try (var modules = Files.list(WORKSPACE);
        var examples = Files.list(WORKSPACE.resolve("examples"))) {
      var bundles =
          Stream.concat(
                  modules.filter(module -> Files.exists(module.resolve("bnd.bnd"))),
                  examples.filter(module -> Files.exists(module.resolve("pom.xml"))))
              .map(module -> WORKSPACE.relativize(module).toString())
              .filter(module -> !Set.of("cnf", "itest").contains(module))
              .toList();
      assertEquals(
          new TreeSet<>(bundles), new TreeSet<>(ARROWS.stream().map(Arrow::bundle).toList()));
    }
  }

  @Test
  void aBrokenArrowIsSeen() throws IOException {
    var trespasser = Trespasser.class.getName();
    var arrow = new Arrow("itest", "corral.itest.elsewhere", Set.of());
    assertEquals(
        Set.of(
            "itest contains " + trespasser,
            trespasser + " has the native method escape",
            trespasser + " uses corral.itest",
            trespasser + " uses java.lang.foreign"),
        arrow.brokenBy(parse(Trespasser.class)));
  }

  private static Path jar(String bundle) throws IOException {
    var directory = WORKSPACE.resolve(bundle);
    try (var jars =
        Files.newDirectoryStream(directory.resolve("target"), directory.getFileName() + "-*.jar")) {
      return jars.iterator().next();
    }
  }

  private static ClassModel parse(Class<?> type) throws IOException {
    var file = type.getName().substring(type.getPackageName().length() + 1) + ".class";
    try (var in = requireNonNull(type.getResourceAsStream(file))) {
      return ClassFile.of().parse(in.readAllBytes());
    }
  }

  /** Does what no bundle but the live host may do. */
  private static final class Trespasser {
    Optional<Arena> arena = Optional.empty();

    native void escape();
  }
}
