import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Maven, quiet but for what goes wrong. */
record Maven(Path workspace) {
  boolean run(String phase, List<String> arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("mvn", "--batch-mode", "--quiet", phase));
    command.addAll(arguments);
    return new ProcessBuilder(command).directory(workspace.toFile()).inheritIO().start().waitFor()
        == 0;
  }
}
