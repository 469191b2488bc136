package corral.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Shells make, fill, rename and remove the same containers at the same time, through a mount.
 *
 * <p>With {@code JDK_JAVA_OPTIONS=-Dcorral.storm.seconds=60} they do so for a minute.
 */
@LeavesNothingBehind
class MountedStormTest {
  private static final int SHELLS = 8;
  private static final int SECONDS = Integer.getInteger("corral.storm.seconds", 5);
  private static final long PATIENCE_SECONDS = 120;

  /** Names are shared by all, so that somebody else has always just made or removed one. */
  private static final String WORK =
      """
      end=$(($(date +%s) + $1)) n=0
      while [ $(date +%s) -lt $end ]; do
        n=$((n + 1)) d=c$((n % 7)) m=m$((n % 3))
        mkdir $d
        sleep 600 &
        /bin/echo $! > $d/tasks
        cat $d/tasks > /dev/null
        ls $d > /dev/null
        /bin/echo 0 > $d/notify_on_release
        mv -T $d $m
        kill $!
        wait
        rmdir $d
        rmdir $m
      done
      echo $n
      """;

  /** What may happen to who acts on containers that others remove, and mv's own words for it. */
  private static final Pattern DOCUMENTED =
      Pattern.compile(
          ".*(File exists|No such file or directory|Directory nonexistent|No such device"
              + "|Device or resource busy|No such process|Input/output error"
              + "|cannot overwrite non-directory .*|are the same file|[Tt]erminated.*)");

  @Test
  void nobodySeesAnythingButWhatIsDocumented(@TempDir Path logs) throws Exception {
    try (var machine = new LiveMachine("none,name=corral-storm");
        var mountPoint = MountPoint.of(machine, "name=corral-storm")) {
      var shells = new ArrayList<Process>();
      for (int i = 0; i < SHELLS; i++) {
        shells.add(start(mountPoint.directory(), logs.resolve("errors" + i)));
      }
      int turns = 0;
      for (var shell : shells) {
        var output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(shell.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
        turns += Integer.parseInt(output.strip());
      }
      assertTrue(turns >= SHELLS, "somebody has done nothing");
      assertEquals(List.of(), undocumented(logs));
      removeAll(mountPoint.directory());
      assertEquals(List.of(), machine.admin().container(LiveMachine.MOUNT).children());
    }
  }

  private static Process start(Path directory, Path errors) throws IOException {
    var builder =
        new ProcessBuilder("sh", "-c", WORK, "sh", Integer.toString(SECONDS))
            .directory(directory.toFile())
            .redirectError(errors.toFile());
    builder.environment().put("LC_ALL", "C");
    return builder.start();
  }

  private static List<String> undocumented(Path logs) throws IOException {
    var lines = new ArrayList<String>();
    for (int i = 0; i < SHELLS; i++) {
      lines.addAll(Files.readAllLines(logs.resolve("errors" + i)));
    }
    return lines.stream().filter(line -> !DOCUMENTED.matcher(line).matches()).distinct().toList();
  }

  /** Those whose shell was the last to be quicker; who has ended may be heard of later. */
  private static void removeAll(Path directory) throws Exception {
    var process =
        new ProcessBuilder(
                "sh", "-c", "for d in */; do until rmdir $d || [ ! -e $d ]; do :; done; done")
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
  }
}
