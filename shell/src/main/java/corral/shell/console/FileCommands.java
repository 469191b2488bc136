package corral.shell.console;

import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.felix.gogo.jline.Posix;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Job;
import org.apache.felix.service.command.Process;
import org.jspecify.annotations.Nullable;

/**
 * Gogo's commands on files. They throw what goes wrong, where their base class prints it, and each
 * in its own way; and some do here what persons expect of them and Gogo's do not.
 */
final class FileCommands extends Posix {
  private static final String ONE_A_LINE = "-1";

  private static final Pattern GREP_TAKES_VALUE =
      Pattern.compile("-\\w*[ABC]|--(before-context|after-context|context|color)");

  FileCommands(CommandProcessor processor) {
    super(processor);
  }

  /** Runs the command of this name. */
  @Nullable Object call(CommandSession session, String name, List<Object> words) throws Exception {
    var line = Stream.concat(Stream.of(name), words.stream().map(String::valueOf));
    var process = Process.Utils.current();
    try {
      return run(session, process, line.toArray(String[]::new));
    } catch (HelpException help) {
      process.out().println(help.getMessage());
      return null;
    }
  }

  /** Without an operand it goes home. */
  @Override
  protected void cd(CommandSession session, Process process, String[] line) throws Exception {
    var usage =
        new String[] {
          "cd -  change directory", "Usage: cd [DIR]", "  -? --help                    Show help"
        };
    var directories = parseOptions(session, usage, line).args();
    if (directories.size() > 1) {
      throw new IllegalArgumentException("more than one directory");
    }
    var home = directories.isEmpty() ? System.getProperty("user.home") : directories.getFirst();
    var target = session.currentDir().resolve(home).normalize();
    if (!Files.readAttributes(target, BasicFileAttributes.class).isDirectory()) {
      throw new NotDirectoryException(target.toString());
    }
    session.currentDir(target);
  }

  /** Gogo's changes bytes that are no text, and does not find names that are no part of an URI. */
  @Override
  protected void cat(CommandSession session, Process process, String[] line) throws Exception {
    var usage =
        new String[] {
          "cat -  copy files, or standard input, to standard output",
          "Usage: cat [OPTIONS] [FILES]",
          "  -? --help                    Show help",
          "  -n                           Number the lines"
        };
    var options = parseOptions(session, usage, line);
    if (options.isSet("n")) {
      super.cat(session, process, line);
      return;
    }
    for (var name : options.args().isEmpty() ? List.of("-") : options.args()) {
      if (name.equals("-")) {
        process.in().transferTo(process.out());
      } else {
        copy(session.currentDir().resolve(name), process.out());
      }
    }
    process.out().flush();
  }

  private static void copy(Path file, PrintStream out) throws IOException {
    if (Files.isDirectory(file)) {
      throw new FileSystemException(file.toString(), null, "Is a directory");
    }
    try (var in = Files.newInputStream(file)) {
      in.transferTo(out);
    }
  }

  /** Gogo's takes {@code -1} for a file. What is not for a terminal has a line for each name. */
  @Override
  protected void ls(CommandSession session, Process process, String[] line) throws Exception {
    if (List.of(line).contains(ONE_A_LINE)) {
      var rest = Stream.of(line).filter(word -> !word.equals(ONE_A_LINE));
      super.ls(session, new Part(process, process.out()), rest.toArray(String[]::new));
    } else {
      super.ls(session, process, line);
    }
  }

  /**
   * Gogo's shows what it found in the first of several files again with each of the others, and not
   * where. It succeeds if it has found something in one of them.
   */
  @Override
  protected void grep(CommandSession session, Process process, String[] line) throws Exception {
    var files = filesOfGrep(line);
    if (files.size() < 2) {
      super.grep(session, process, line);
      return;
    }
    int failures = 0;
    for (int file : files) {
      var others = files.stream().filter(other -> other != file).collect(toSet());
      var words = IntStream.range(0, line.length).filter(i -> !others.contains(i));
      var out = new LabelledOutput(line[file] + ":", process.out());
      var part = new Part(process, new PrintStream(out, true, StandardCharsets.UTF_8));
      super.grep(session, part, words.mapToObj(i -> line[i]).toArray(String[]::new));
      failures += part.hasFailed() ? 1 : 0;
    }
    if (failures == files.size()) {
      process.error(1);
    }
  }

  /** The places of the files in the line: they come after the pattern. */
  private static List<Integer> filesOfGrep(String[] line) {
    var operands = new ArrayList<Integer>();
    boolean onlyOperands = false;
    for (int i = 1; i < line.length; i++) {
      if (onlyOperands || !line[i].startsWith("-") || line[i].equals("-")) {
        operands.add(i);
      } else if (line[i].equals("--")) {
        onlyOperands = true;
      } else if (GREP_TAKES_VALUE.matcher(line[i]).matches()) {
        i++;
      }
    }
    return operands.isEmpty() ? operands : operands.subList(1, operands.size());
  }

  /** A part of what a process does, with an output and an error of its own; never a terminal. */
  private static final class Part implements Process {
    private final Process whole;
    private final PrintStream out;
    private boolean failed;

    Part(Process whole, PrintStream out) {
      this.whole = whole;
      this.out = out;
    }

    boolean hasFailed() {
      return failed;
    }

    @Override
    public InputStream in() {
      return whole.in();
    }

    @Override
    public PrintStream out() {
      return out;
    }

    @Override
    public PrintStream err() {
      return whole.err();
    }

    @Override
    public Job job() {
      return whole.job();
    }

    @Override
    public boolean isTty(int descriptor) {
      return false;
    }

    @Override
    public void error(int status) {
      failed = status != 0;
    }
  }
}
