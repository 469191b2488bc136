package corral.itest.kernel;

import corral.itest.kernel.Difference.Answer;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The differences from cgroup v1 that are intended; {@code docs/differences.md} has the same. */
final class Differences {
  /** What can be seen without a controller. */
  static final List<Difference> OF_CONTAINERS =
      List.of(
          new Row(
                  "`mkdir` of `.` or `..`, or of a name with a newline in a directory that is not"
                      + " there")
              .step("mkdir (/.*)?/\\.\\.?|mkdir \"/missing/.*\\\\n.*\"")
              .kernel("EEXIST|ENOENT")
              .corral("EINVAL")
              .because("SEMANTICS §2: what cannot be a name is EINVAL, wherever it was to be"),
          new Row("`rmdir` and `mv` of a path that ends in `.` or `..`, and `mv` to one")
              .step("(rmdir|mv) (.* )?(/\\S*)?/\\.\\.?( .*)?")
              .kernel("EBUSY|ENOTEMPTY|ENOENT")
              .corral("EINVAL")
              .because("SEMANTICS §2: `.` and `..` are no names"),
          new Row("A name of more than 255 bytes")
              .step("(mkdir|rmdir|mv) .*\\{(x\\*256|ö\\*128)}.*")
              .kernel("ok")
              .corral("ENAMETOOLONG")
              .because("SEMANTICS §2; of kernels, newer ones have no limit"),
          new Row("`mv` of a container to the name of a control file")
              .step("mv /a /tasks")
              .kernel("ENOTDIR")
              .corral("EEXIST")
              .because("SEMANTICS §2 and seed 001, `container_rename`: the target exists"),
          new Row("`mv` to another parent which also would not do for another reason")
              .step("mv \\S+ \\S+")
              .kernel("EINVAL|ENOTEMPTY|ENOTDIR|EXDEV")
              .corral("EIO")
              .because("SEMANTICS §2 and seed 001, `container_rename`: in place only"),
          new Row("`mv` of a control file to a directory or to itself")
              .step("mv /tasks .*")
              .kernel("EISDIR|ok")
              .corral("ENOTDIR")
              .because("SEMANTICS §2 and seed 001, `container_rename`: not a directory"),
          new Row("`mv` of the root of a hierarchy into it")
              .step("mv / .*")
              .kernel("EXDEV")
              .corral("EBUSY")
              .because("SEMANTICS §2: the root stays, as with `rmdir`"),
          new Row("A path through `..` of a name that is not there, or with a `/` behind a file")
              .step("read (/a/missing/\\.\\./tasks|/a/tasks/)")
              .kernel("ENOENT|ENOTDIR")
              .corral("\"\"", "simplified, and read")
              .because(
                  "SEMANTICS §2: a trailing `/` means nothing. The seeds have no rule for `..`:"
                      + " there are no links that it could lead through, so the text alone says"
                      + " where"),
          new Row("A write to a file that is not there, to be made by it, as by `>` in a shell")
              .step("create /a/new")
              .kernel("EACCES")
              .corral("ENOENT")
              .because(
                  "The seeds have no rule for it, the kernel's file layer has: Corral says what is"
                      + " wrong with a mistyped name"),
          new Row("The file `cgroup.sane_behavior` of the root")
              .step("read /cgroup\\.sane_behavior")
              .kernel("\"0\\\\n\"", "reads 0")
              .corral("ENOENT")
              .because("SEMANTICS §5 lists the files that are kept; this one always reads 0"),
          new Row("The file `cgroup.events` of every container but the root")
              .step("read .*/cgroup\\.events")
              .kernel("ENOENT")
              .corral("\"populated [01]\\\\n\"", "tells whether there is a task in it or below")
              .because("Cgroup v2 has it: a file to watch for the last task that leaves"),
          new Row("A write of no bytes; for Corral an empty text, which empties a list")
              .step("write \\S+ \"\"")
              .kernel("ok")
              .corral("EIO|EINVAL|EACCES")
              .because("SEMANTICS §3: no number; seed 001, `container_file_write`, hands it on"),
          new Row("A write of 4096 bytes; one more is too long for both")
              .step("write \\S+ \"?\\{(.\\*4096|p1\\|4096)}\"?")
              .kernel("ok|EINVAL|ERANGE")
              .corral("E2BIG")
              .because(
                  "SEMANTICS §3 and seed 001, `container_common_file_write`: 4095 at the most"),
          new Row("A negative number in `notify_on_release`")
              .step("write /a/notify_on_release -\\d+")
              .kernel("EINVAL")
              .corral("ok|ERANGE")
              .because("SEMANTICS §3: a number other than 0 sets it"),
          new Row("No number in `tasks` or `cgroup.procs`")
              .step("write \\S+/(tasks|cgroup\\.procs) (x|-|\" \"|\"\\\\n\"|\"\\{ \\*4095}\")")
              .kernel("EINVAL")
              .corral("EIO")
              .because("SEMANTICS §3 and seed 001, `attach_task`"),
          new Row("A text behind the pid")
              .step(
                  "write \\S*/(tasks|cgroup\\.procs) (\\{p1}x|\\{p1},\\{p2}|\"\\{p1}( x|\\\\n"
                      + "\\{p2})\")")
              .kernel("EINVAL")
              .corral("ok")
              .because("SEMANTICS §3: read like `scanf(\"%d\")`, the rest is ignored"),
          new Row("A negative number as a pid, or one that no pid can be")
              .step("write \\S+/(tasks|cgroup\\.procs) (-\\d+|\\d{10,})")
              .kernel("EINVAL")
              .corral("ESRCH")
              .because("SEMANTICS §3 and seed 001, `attach_task`: a number, but no such task"),
          new Row("The pid of a process that has ended and is not waited for")
              .step("write \\S*/tasks \\{z}")
              .kernel("ok")
              .corral("ESRCH")
              .because("SEMANTICS §3: it is exiting; the kernel moves nothing either"),
          new Row("The id of a thread that is not the first of its process, written to `tasks`")
              .step("write \\S*/tasks \\{t}")
              .kernel("ok")
              .corral("ESRCH")
              .because("SEMANTICS §3: a task is a process, its threads go with it"),
          new Row("`tasks` of a process with several threads")
              .step("read \\S*/tasks")
              .kernel("\".*t\\\\n\"", "a line for each thread")
              .corral("\"[^t]*\"", "one line")
              .because("SEMANTICS §3: a task is a process, listed once"),
          new Row(
                  "A hierarchy without controllers in `/proc/<pid>/cgroup` and"
                      + " `/proc/<pid>/container`")
              .step("where \\S+")
              .kernel("\"/.*\"", "has a line")
              .corral("\"nowhere\"", "has none")
              .because("SEMANTICS §3: a line for each hierarchy with subsystems"));

  static final List<Difference> OF_CPUSETS =
      List.of(
          new Row("A write by root to a file that is read only")
              .step("write \\S+/cpuset\\.(effective_\\w+|memory_pressure) .+")
              .kernel("EINVAL")
              .corral("EACCES")
              .because(
                  "SEMANTICS §5: what is read only is EACCES, which all but root hear from the"
                      + " kernel too"),
          new Row("A list with a number beyond the last memory node, or beyond 32 bits")
              .step("write \\S+/cpuset\\.(mems \\d+|cpus \\d{10,})")
              .kernel("EINVAL|EOVERFLOW")
              .corral("ERANGE")
              .because("SEMANTICS §5: beyond the machine's last"),
          new Row("`all` and `N` in `cpuset.mems`")
              .step("write \\S+/cpuset\\.mems (all|N)")
              .kernel("EINVAL")
              .corral("ok")
              .because(
                  "SEMANTICS §5: of the machine; the kernel counts all the nodes that it is built"
                      + " for"),
          new Row("A list of many bytes")
              .step("write \\S+/cpuset\\.cpus \\{0\\*4095}")
              .kernel("E2BIG")
              .corral("ok")
              .because(
                  "SEMANTICS §3: 4095 at the most; the kernel's limit goes with the CPUs that it is"
                      + " built for"),
          new Row("`sched_relax_domain_level` above what the machine's CPUs have, up to 5")
              .step("write \\S+/cpuset\\.sched_relax_domain_level 5")
              .kernel("EINVAL")
              .corral("ok")
              .because(
                  "SEMANTICS §5: kept and read back, not carried out; the levels go with the"
                      + " machine"));

  private Differences() {}

  static Stream<Difference> all() {
    return Stream.concat(OF_CONTAINERS.stream(), OF_CPUSETS.stream());
  }

  /** A row that is being written; errno answers say themselves what is shown of them. */
  private record Row(String what, String step, Answer kernel, Answer corral) {
    private static final Answer OPEN = new Answer("", "");

    Row(String what) {
      this(what, "", OPEN, OPEN);
    }

    Row step(String pattern) {
      return new Row(what, pattern, kernel, corral);
    }

    Row kernel(String errnos) {
      return kernel(errnos, shown(errnos));
    }

    Row kernel(String pattern, String shown) {
      return new Row(what, step, new Answer(pattern, shown), corral);
    }

    Row corral(String errnos) {
      return corral(errnos, shown(errnos));
    }

    Row corral(String pattern, String shown) {
      return new Row(what, step, kernel, new Answer(pattern, shown));
    }

    Difference because(String reason) {
      return new Difference(what, Pattern.compile(step), kernel, corral, reason);
    }

    private static String shown(String errnos) {
      return errnos.replace("|", " or ").replace(Side.DONE, "done");
    }
  }
}
