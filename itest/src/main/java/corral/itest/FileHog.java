package corral.itest;

import java.io.FileInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A program that opens files for ever, and says how many it has each time it is refused one. It
 * ends when its input does.
 */
final class FileHog {
  private FileHog() {}

  /** Begins when a line is to be read; goes on trying with each further one. */
  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) throws IOException {
    Deque<FileInputStream> files = new ArrayDeque<>();
    // What the virtual machine opens at the first time is open before it counts.
    new FileInputStream("/dev/null").close();
    System.out.println("ready");
    while (System.in.read() >= 0) {
      try {
        while (true) {
          files.push(new FileInputStream("/dev/null"));
        }
      } catch (IOException refused) {
        System.out.println(files.size() + " " + refused.getMessage());
      }
    }
  }
}
