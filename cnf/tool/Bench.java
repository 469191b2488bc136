import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds the module {@code bench} and what it needs, and runs it with the arguments. It runs as
 * Corral itself does: with the same garbage collector and the same object headers.
 *
 * <p>To be started in the root of the workspace. Exits as the benchmarks do, or with 2 if the build
 * failed.
 */
class Bench {
  private static final List<String> AS_CORRAL_RUNS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:+UseCompactObjectHeaders",
          "--sun-misc-unsafe-memory-access=allow",
          "-Djmh.ignoreLock=true", // whose file would stay in /tmp
          "--enable-native-access=ALL-UNNAMED");

  public static void main(String... names) throws IOException, InterruptedException {
    var workspace = new Workspace(Path.of("").toAbsolutePath());
    var module = List.of("--projects", "bench", "--also-make");
    if (!workspace.maven("package", "-Dmaven.test.skip=true", module)) {
      System.err.println("bench: the build failed");
      System.exit(2);
    }
    var command = new ArrayList<String>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(AS_CORRAL_RUNS);
    command.addAll(List.of("-cp", "target/classes:target/lib/*", "corral.bench.Main"));
    command.addAll(List.of(names));
    var directory = workspace.root().resolve("bench").toFile();
    System.exit(new ProcessBuilder(command).directory(directory).inheritIO().start().waitFor());
  }
}
