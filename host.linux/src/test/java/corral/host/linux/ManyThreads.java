package corral.host.linux;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A program with many threads, which makes more of them and children when it is told to, and ends
 * with its input.
 */
final class ManyThreads {
  private static final CountDownLatch END = new CountDownLatch(1);

  private ManyThreads() {}

  public static void main(String[] arguments) throws IOException {
    for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
      startThread();
    }
    say("ready");
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    List<Process> children = new ArrayList<>();
    for (var line = input.readLine(); line != null; line = input.readLine()) {
      switch (line) {
        case "thread" -> {
          startThread();
          say("thread");
        }
        case "fork" -> {
          children.add(new ProcessBuilder("/bin/sh", "-c", "read line").start());
          say(Long.toString(children.getLast().pid()));
        }
        default -> throw new IllegalArgumentException(line);
      }
    }
    for (var child : children) {
      child.getOutputStream().close();
    }
    END.countDown();
  }

  private static void startThread() {
    Thread.ofPlatform()
        .start(
            () -> {
              try {
                END.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
  }

  @SuppressWarnings("SystemOut")
  private static void say(String line) {
    System.out.println(line);
  }
}
