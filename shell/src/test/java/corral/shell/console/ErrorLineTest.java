package corral.shell.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.ExecutionException;
import org.apache.felix.gogo.runtime.CommandNotFoundException;
import org.apache.felix.gogo.runtime.EOFError;
import org.apache.felix.gogo.runtime.SyntaxError;
import org.junit.jupiter.api.Test;

class ErrorLineTest {
  @Test
  void aRefusalOfTheEngineFollowsTheCommand() {
    assertEquals(
        "mkdir: /dev/container/Charlie: File exists (EEXIST)",
        ErrorLine.of(
            "corral:mkdir", new ContainerException(Errno.EEXIST, "/dev/container/Charlie", null)));
  }

  @Test
  void anUnknownCommandIsNamed() {
    assertEquals(
        "foo: command not found", ErrorLine.of("foo", new CommandNotFoundException("foo")));
  }

  @Test
  void aSyntaxErrorSaysWhere() {
    assertEquals(
        "syntax error in column 4: unexpected token ')'",
        ErrorLine.of("", new SyntaxError(0, 3, "unexpected token ')'")));
    assertEquals(
        "syntax error: the end comes too early, something is not closed",
        ErrorLine.of("", new EOFError(0, 3, "unexpected EOT", "array", "]")));
  }

  @Test
  void aFileOfTheHostIsSaidAsOneOfOurs() {
    assertEquals(
        "cat: /x: No such file or directory (ENOENT)",
        ErrorLine.of("cat", new NoSuchFileException("/x")));
    assertEquals(
        "cat: /x: No such file or directory (ENOENT)",
        ErrorLine.of("cat", new FileNotFoundException("/x (No such file or directory)")));
    assertEquals(
        "cp: /x: File exists (EEXIST)", ErrorLine.of("cp", new FileAlreadyExistsException("/x")));
    assertEquals(
        "rm: /x: Device or resource busy (EBUSY)",
        ErrorLine.of("rm", new FileSystemException("/x", null, "Device or resource busy")));
  }

  @Test
  void carriersSayNothingThemselves() {
    assertEquals(
        "ls: gone",
        ErrorLine.of(
            "ls", new ExecutionException(new UncheckedIOException(new IOException("gone")))));
  }

  @Test
  void argumentsThatFitNothingAreSaidSo() {
    assertEquals(
        "stop: does not take these arguments",
        ErrorLine.of("stop", new IllegalArgumentException("Cannot coerce stop() to any of [(X)]")));
  }

  @Test
  void aBugIsSaidToBeOne() {
    assertEquals(
        "ls: internal error (java.lang.NullPointerException: it is null); the log says where",
        ErrorLine.of("ls", new NullPointerException("it is null")));
    assertEquals(
        "ls: internal error (java.lang.IllegalStateException); the log says where",
        ErrorLine.of("ls", new IllegalStateException()));
  }

  @Test
  void itIsAlwaysOnePrintableLine() {
    assertEquals("a: b; c?[2J", ErrorLine.of("a", new IOException("b\r\n  c\u001b[2J\n")));
    assertEquals(303, ErrorLine.of("a", new IOException("x".repeat(10_000))).length());
  }
}
