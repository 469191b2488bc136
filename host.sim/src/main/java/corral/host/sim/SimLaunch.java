package corral.host.sim;

import static java.nio.charset.StandardCharsets.UTF_8;

import corral.framework.api.ContainerException;
import corral.framework.api.host.Host.LaunchRequest;
import corral.framework.api.host.Launch;
import corral.host.sim.Programs.Execution;
import corral.host.sim.Programs.Program;
import corral.host.sim.Programs.Run;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;

/** A process that waits to be let go, or was. Thread-safe. */
final class SimLaunch implements Launch {
  private static final int FAILED = 1;
  private static final int TERMINATED = 128 + 15;

  private final SimMachine machine;
  private final SimNamespaces namespaces;
  private final LaunchRequest request;
  private final CompletableFuture<Integer> exitStatus;
  private final int pid;
  private volatile String output = "";

  /** Guarded by this. */
  private boolean mayRun;

  private SimLaunch(
      SimMachine machine,
      SimNamespaces namespaces,
      LaunchRequest request,
      CompletableFuture<Integer> exitStatus,
      int pid) {
    this.machine = machine;
    this.namespaces = namespaces;
    this.request = request;
    this.exitStatus = exitStatus;
    this.pid = pid;
  }

  static SimLaunch launch(SimMachine machine, SimNamespaces namespaces, LaunchRequest request)
      throws ContainerException {
    var exitStatus = new CompletableFuture<Integer>();
    String program = Programs.name(request.command().getFirst());
    int pid = machine.launch(program, exitStatus);
    return new SimLaunch(machine, namespaces, request, exitStatus, pid);
  }

  @Override
  public int pid() {
    return pid;
  }

  @Override
  public void go() {
    synchronized (this) {
      if (mayRun) {
        return;
      }
      mayRun = true;
    }
    try {
      if (!request.unshared().isEmpty()) {
        namespaces.unshare(pid, request.unshared());
      }
      machine.setState(pid, ProcessState.RUNNING);
    } catch (ContainerException ended) {
      return;
    }
    machine.programs().find(request.command().getFirst()).ifPresent(this::run);
  }

  private void run(Program program) {
    var execution = new Execution(pid, request.command(), request.environment());
    int status;
    try {
      status = program.run(execution);
    } catch (ContainerException e) {
      output = e.getMessage() + "\n";
      status = FAILED;
    }
    machine.programs().log(new Run(execution, status));
    end(status);
  }

  /** What a program that failed says about it. */
  @Override
  public InputStream output() {
    return new ByteArrayInputStream(output.getBytes(UTF_8));
  }

  @Override
  public CompletableFuture<Integer> exitStatus() {
    return exitStatus.copy();
  }

  @Override
  public void terminate() {
    end(TERMINATED);
  }

  @Override
  public void kill() {
    end(SimMachine.KILLED);
  }

  @Override
  public void close() {
    boolean waits;
    synchronized (this) {
      waits = !mayRun;
      mayRun = true;
    }
    if (waits) {
      kill();
    }
  }

  private void end(int status) {
    if (!exitStatus.isDone()) {
      try {
        machine.exit(pid, status);
      } catch (ContainerException ended) {
        // By somebody else.
      }
    }
  }
}
