package corral.launcher;

import java.nio.file.Path;
import java.util.Properties;

/**
 * Where things are. The script {@code corral} finds it out and says it in system properties.
 * Immutable.
 *
 * @param home {@code corral.home}: the root of the checkout
 * @param state {@code corral.state}: what a user keeps from one run to the next
 * @param log {@code corral.log}: where the log goes
 */
record Places(Path home, Path state, Path log) {
  /** Finds them, but for what was named on the command line. */
  static Places of(Properties system, Options options) {
    var home = Path.of(system.getProperty("corral.home", "")).toAbsolutePath();
    var user = Path.of(system.getProperty("user.home"), ".local/state/corral");
    var state =
        options.state().orElse(Path.of(system.getProperty("corral.state", user.toString())));
    var log = system.getProperty("corral.log", state.resolve("log").toString());
    return new Places(home, state, options.log().orElse(Path.of(log)));
  }

  /** The bundles of a plan. */
  Path bundles() {
    return home.resolve("launcher/target/corral/bundles");
  }

  /** Bundles put there start by themselves. */
  Path deploy() {
    return home.resolve("deploy");
  }

  /** What belongs to the daemon, if there is one. */
  Path daemon() {
    return state.resolve("daemon");
  }

  /** The runs that are under way, a directory each. */
  Path runs() {
    return state.resolve("run");
  }
}
