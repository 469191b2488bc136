package corral.itest.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Scenes of steps, from a resource: a line {@code == NAME} begins a scene, {@code #} a remark. What
 * comes before the first scene is done at the beginning of each.
 *
 * @param prelude what is done at the beginning of each scene
 * @param scenes each with all its steps
 */
record Script(List<Step> prelude, List<Scene> scenes) {
  private static final String HEADING = "== ";

  /**
   * Steps that begin without containers.
   *
   * @param name what they are about
   */
  record Scene(String name, List<Step> steps) {}

  static Script load(String resource) throws IOException {
    try (var in = requireNonNull(Script.class.getResourceAsStream(resource), resource)) {
      return parse(new String(in.readAllBytes(), UTF_8).lines().toList());
    }
  }

  private static Script parse(List<String> lines) {
    var prelude = new ArrayList<Step>();
    var scenes = new ArrayList<Scene>();
    for (var line : lines) {
      if (line.startsWith(HEADING)) {
        scenes.add(new Scene(line.substring(HEADING.length()), new ArrayList<>(prelude)));
      } else if (!line.isBlank() && !line.startsWith("#")) {
        (scenes.isEmpty() ? prelude : scenes.getLast().steps()).add(Step.parse(line));
      }
    }
    return new Script(prelude, scenes);
  }
}
