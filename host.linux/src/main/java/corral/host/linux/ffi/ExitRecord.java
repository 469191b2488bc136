package corral.host.linux.ffi;

/**
 * What the kernel's accounting says of a thread, or of all threads of a process together, at its
 * end.
 *
 * @param pid the thread's id, or the process's
 * @param wholeProcess whether it is the sum over all threads of a process that had more than one
 * @param runNanos CPU time up to the scheduler's last look at the thread, up to a tick before the
 *     end; 0 if not kept
 * @param userTickNanos CPU time in the program, counted in whole ticks
 * @param systemTickNanos CPU time in the kernel, counted in whole ticks
 * @param elapsedNanos time since the start; 0 for a whole process
 * @param waitedNanos time spent ready to run, but not running
 * @param sleeps how often it gave up the CPU by itself
 * @param preemptions how often the CPU was taken from it
 */
public record ExitRecord(
    int pid,
    boolean wholeProcess,
    long runNanos,
    long userTickNanos,
    long systemTickNanos,
    long elapsedNanos,
    long waitedNanos,
    long sleeps,
    long preemptions) {}
