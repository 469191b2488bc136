package corral.shell.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import corral.framework.api.Errno;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManualPageTest {
  private static final Manual MANUAL =
      Manual.of("attach", Group.TASKS, "moves tasks into a container")
          .knows(Option.flag("says little", "-q", "--quietly-and-without-words"))
          .takes(Operand.some("PID", Kind.TASK, "the task"))
          .takes(Operand.optional("DIR", Kind.CONTAINER, "the container"))
          .says(
              "A first sentence that is long enough to need a second line on a terminal of eighty"
                  + " columns.")
          .refuses(Errno.ESRCH, "there is no such task")
          .example("attach 1 /x")
          .build();

  @Test
  void saysEverything() {
    assertEquals(
        """
        attach - moves tasks into a container

        Usage:
          attach [-q] PID... [DIR]

          PID               the task
          DIR               the container
          -q, --quietly-and-without-words
                            says little
          -h, --help        shows this

        A first sentence that is long enough to need a second line on a terminal of
        eighty columns.

        Errors:
          ESRCH             there is no such task

        Examples:
          attach 1 /x\
        """,
        ManualPage.of(MANUAL));
  }

  @Test
  void listsCommandsInGroups() {
    var other = Manual.of("abandon", Group.TASKS, "lets go").build();
    var system = Manual.of("why", Group.SYSTEM, "says why").build();
    assertEquals(
        """
        Tasks and processes
          abandon         lets go
          attach          moves tasks into a container

        Corral itself
          why             says why

        Files, Corral's as any others
        """,
        Overview.of(List.of(MANUAL, system, other))
            .lines()
            .limit(8)
            .map(line -> line + "\n")
            .reduce("", String::concat));
  }
}
