package corral.host.linux;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A program that opens files until it may not, and closes them. It reads lines: {@code open N} is
 * answered with how many could be opened, {@code close N} with how many were closed, {@code fork}
 * with the id of a child.
 */
final class FileHolder {
  private final Deque<FileInputStream> files = new ArrayDeque<>();

  private FileHolder() {}

  /** Reads until the end of its input. */
  public static void main(String[] arguments) throws IOException {
    var holder = new FileHolder();
    // What the virtual machine opens at the first time must not count later.
    holder.open(1);
    holder.close(1);
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("ready");
    for (var line = input.readLine(); line != null; line = input.readLine()) {
      var words = line.split(" ", -1);
      System.out.println(
          switch (words[0]) {
            case "open" -> holder.open(Integer.parseInt(words[1]));
            case "close" -> holder.close(Integer.parseInt(words[1]));
            default -> new ProcessBuilder("sleep", "60").start().pid();
          });
    }
  }

  private long open(int number) {
    for (int opened = 0; opened < number; opened++) {
      try {
        files.push(new FileInputStream("/dev/null"));
      } catch (IOException tooMany) {
        return opened;
      }
    }
    return number;
  }

  private long close(int number) throws IOException {
    for (int closed = 0; closed < number; closed++) {
      files.pop().close();
    }
    return number;
  }
}
