package corral.framework.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.host.Accounts;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.felix.gogo.jline.Builtin;
import org.apache.felix.gogo.jline.Posix;
import org.apache.felix.gogo.jline.Shell;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.service.command.CommandSession;
import org.jline.reader.Candidate;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell's own commands, as they come with Gogo, on the files of Corral. */
class GogoCommandsTest {
  private static final List<String> POSIX =
      List.of("cat", "cd", "echo", "grep", "head", "less", "ls", "pwd", "sort", "tail", "wc");

  private final FakeAdmin admin = new FakeAdmin("/dev/container");
  private final CommandProcessorImpl processor = new CommandProcessorImpl(null);
  private final Builtin builtin = new Builtin();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final CommandSession session =
      processor.createSession(new ByteArrayInputStream(new byte[0]), out, err);

  private Optional<FileSystem> host = Optional.empty();
  private final ContainerFileSystem files =
      new ContainerFileSystem(admin, () -> host, () -> Accounts.NONE);

  @BeforeEach
  void open() {
    ContainerUrls.serve(files);
    var posix = new Posix(processor);
    POSIX.forEach(name -> processor.addCommand("gogo", posix, name));
    processor.addCommand("gogo", new Shell(new Surroundings(), processor), "source");
    session.currentDir(files.getPath("/dev/container"));
    admin.addFile("/dev/container/tasks", "7\n10\n9\n");
  }

  @AfterEach
  void close() {
    ContainerUrls.serve(null);
    processor.stop();
  }

  @Test
  void goesToADirectory() throws Exception {
    assertEquals("/dev/container\n", output("pwd"));
    assertEquals("/dev\n", output("cd ..; pwd"));
    assertEquals("/\n", output("cd ../..; pwd"));
    assertEquals("/dev/container\n", output("cd dev/./container/; pwd"));
    assertEquals("", output("cd nothing"));
    assertEquals("cd: java.io.IOException: no such file or directory: nothing\n", errors());
    assertEquals("/dev/container\n", output("pwd"));
  }

  @Test
  void lists() throws Exception {
    var content = ".\n..\nnotify_on_release\nrelease_agent\ntasks\n";
    assertEquals(content, output("ls | cat"));
    assertEquals(content, output("ls /dev/container | cat"));
    assertEquals(".\n..\ncontainer\n", output("ls /dev/ | cat"));
    assertEquals(".\n..\ndev\nproc\n", output("cd /; ls | cat"));
    assertEquals("dev/container/tasks\n", output("ls dev/container/tasks | cat"));
    assertEquals("", errors());
  }

  @Test
  void listsAtLength() throws Exception {
    var time =
        DateTimeFormatter.ofPattern("MMM ppd  yyyy")
            .format(Instant.ofEpochMilli(FakeAdmin.CREATED_MILLIS).atZone(ZoneId.systemDefault()));
    assertEquals(
        """
        dr-xr-xr-x   2 root     1000            0 %1$s .
        dr-xr-xr-x   2 root     1000            0 %1$s ..
        drwxr-xr-x   2 root     1000            0 %1$s container
        """
            .formatted(time),
        output("ls -l --color=never /dev"));
    assertEquals(
        "-rw-r--r--   1 root     1000            0 " + time + " tasks\n", output("ls -l tasks"));
    assertEquals(
        "-r--r--r--   1 root     1000            0 " + time + " /proc/containers\n",
        output("ls -l /proc/containers"));
  }

  @Test
  void saysWhatCannotBeListed() throws Exception {
    output("ls nothing");
    assertEquals("ls: /dev/container/nothing: No such file or directory (ENOENT)\n", errors());
  }

  @Test
  void expandsPatterns() throws Exception {
    assertEquals("release_agent\n", output("echo *_agent"));
    assertEquals("/dev/container/tasks\n", output("echo /dev/*/t*"));
  }

  @Test
  void shows() throws Exception {
    assertEquals("7\n10\n9\n", output("cat tasks"));
    assertEquals("7\n10\n9\n", output("cat /dev/container/tasks"));
    assertEquals("7\n10\n9\n", output("cd /; cat dev/container/tasks"));
    assertEquals("0\n", output("cat ../dev/container/notify_on_release"));
    assertEquals("7\n10\n9\n", output("cd /dev/container; less tasks | cat"));
    assertEquals("7\n", output("head -n 1 tasks"));
    assertEquals("9\n", output("tail -n 1 tasks"));
    assertEquals("10\n", output("grep --color=never 1 tasks"));
    assertEquals("10\n7\n9\n", output("sort tasks"));
    assertEquals("3     tasks", output("wc -l tasks").strip());
    assertEquals("", errors());
  }

  @Test
  void saysWhatCannotBeShown() throws Exception {
    output("cat nothing");
    assertEquals("cat: /dev/container/nothing: No such file or directory (ENOENT)\n", errors());
    output("cat /dev/container");
    assertEquals("cat: /dev/container: Is a directory (EISDIR)\n", errors());
    output("head nothing");
    assertEquals("head: /dev/container/nothing: No such file or directory (ENOENT)\n", errors());
    output("sort nothing");
    assertEquals("sort: /dev/container/nothing: No such file or directory (ENOENT)\n", errors());
  }

  @Test
  void writesOnceForEachLine() throws Exception {
    output("echo 1 > tasks");
    output("echo -n 2 >> tasks");
    output("echo /sbin/agent > /dev/container/release_agent");
    output("cat < release_agent > notify_on_release");
    assertEquals(
        List.of(
            "/dev/container/tasks <- 1\n",
            "/dev/container/tasks <- 2",
            "/dev/container/release_agent <- /sbin/agent\n",
            "/dev/container/notify_on_release <- /sbin/agent\n"),
        admin.writes);
    admin.writes.clear();
    output("sort -r tasks > tasks");
    assertEquals(
        Stream.of(9, 7, 2, 10, 1).map(pid -> "/dev/container/tasks <- " + pid + "\n").toList(),
        admin.writes);
    assertEquals("", errors());
  }

  @Test
  void saysWhatCannotBeWritten() throws Exception {
    output("echo 4711 > tasks");
    assertEquals("echo: /dev/container/tasks: No such process (ESRCH)\n", errors());
    output("echo -n 4711 > tasks");
    assertEquals("echo: /dev/container/tasks: No such process (ESRCH)\n", errors());
    output("echo x > /proc/containers");
    assertEquals("echo: /proc/containers: Permission denied (EACCES)\n", errors());
    var refusal =
        assertThrows(NoSuchFileException.class, () -> session.execute("echo 1 > nothing"));
    assertEquals(
        "/dev/container/nothing: No such file or directory (ENOENT)", refusal.getMessage());
    assertEquals(List.of(), admin.writes);
  }

  @Test
  void reads() throws Exception {
    assertEquals("7\n10\n9\n", output("cat < tasks"));
    assertEquals("10\n", output("grep --color=never 1 < tasks"));
  }

  @Test
  void runsAScript() throws Exception {
    admin.addFile("/dev/container/release_agent", "x = tasks\necho hello\ncat $x\n");
    assertEquals("hello\n7\n10\n9\n", output("source release_agent"));
    assertEquals("hello\n7\n10\n9\n", output("source /dev/container/release_agent"));
  }

  @Test
  void completesNames() throws Exception {
    assertEquals(List.of("/dev/container/"), completions("cat /dev/co"));
    assertEquals(List.of("notify_on_release", "release_agent", "tasks"), completions("cat "));
    assertEquals(
        List.of(
            "../container/notify_on_release", "../container/release_agent", "../container/tasks"),
        completions("cat ../container/"));
    assertEquals(List.of(), completions("cat nothing/"));
  }

  @Test
  void worksOnTheHostsFilesToo(@TempDir Path directory) throws Exception {
    host = Optional.of(FileSystems.getDefault());
    var machine = directory.toRealPath();
    Files.writeString(machine.resolve("script"), "echo one\n");
    assertEquals("one\n", output("source " + machine + "/script"));
    assertEquals("two\n", output("cd " + machine + "; echo two > new; cat new"));
    assertEquals("two\n", Files.readString(machine.resolve("new")));
    assertEquals("two\nthree\n", output("echo three >> new; cat new"));
    assertEquals(".\n..\nnew\nscript\n", output("ls | cat"));
    assertEquals("10\n", output("grep --color=never 1 /dev/container/tasks"));
    assertEquals(machine + "\n", output("pwd"));
    assertTrue(output("ls /dev | cat").lines().toList().containsAll(List.of("container", "null")));
    output("cat nothing");
    assertEquals("cat: " + machine + "/nothing: No such file or directory (ENOENT)\n", errors());
  }

  private String output(String program) throws Exception {
    session.execute(program);
    return take(out);
  }

  private String errors() {
    return take(err);
  }

  private static String take(ByteArrayOutputStream stream) {
    var text = stream.toString(StandardCharsets.UTF_8);
    stream.reset();
    return text;
  }

  private List<String> completions(String line) throws Exception {
    try (var terminal = new DumbTerminal(new ByteArrayInputStream(new byte[0]), out)) {
      session.put(Shell.VAR_READER, LineReaderBuilder.builder().terminal(terminal).build());
      session.put(Shell.VAR_COMMAND_LINE, new DefaultParser().parse(line, line.length()));
      return builtin.__files(session).stream().map(Candidate::value).sorted().toList();
    }
  }

  private static final class Surroundings implements Shell.Context {
    @Override
    public String getProperty(String name) {
      return System.getProperty(name);
    }

    @Override
    public void exit() {
      throw new UnsupportedOperationException();
    }
  }
}
