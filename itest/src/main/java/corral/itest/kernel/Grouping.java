package corral.itest.kernel;

import java.util.SortedMap;

/**
 * What groups processes: the kernel or Corral. Paths begin with {@code /}, the place that the steps
 * see as the top, which need not be the root of the hierarchy.
 */
interface Grouping {
  /** A file that was opened for reading and writing. */
  interface Handle extends AutoCloseable {
    String read() throws Refusal;

    void write(String text) throws Refusal;

    @Override
    void close() throws Refusal;
  }

  void mkdir(String path) throws Refusal;

  void rmdir(String path) throws Refusal;

  void rename(String from, String to) throws Refusal;

  void unlink(String path) throws Refusal;

  /** Opens a file for writing that is made if it is not there. */
  void create(String path) throws Refusal;

  String read(String path) throws Refusal;

  void write(String path, String text) throws Refusal;

  Handle open(String path) throws Refusal;

  /** The names in a directory, and whether each is a directory. */
  SortedMap<String, Boolean> list(String path) throws Refusal;

  /** The process itself writes 0 to a file of tasks. */
  void join(Shell writer, String path) throws Refusal;

  /** Where a process is, as its directory below {@code /proc} says; {@code nowhere} if nothing. */
  String membership(int pid) throws Refusal;

  /** Which cpuset a process is in, as its own file says. */
  String cpuset(int pid) throws Refusal;

  /** Waits until what has happened to the processes is known. */
  void settle();
}
