package corral.shell;

import static java.util.Collections.newSetFromMap;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.admin.AgentRun;
import corral.framework.api.admin.ContainerAdmin;
import corral.shell.command.Call;
import corral.shell.command.Command;
import corral.shell.command.Group;
import corral.shell.command.Kind;
import corral.shell.command.Manual;
import corral.shell.command.Operand;
import corral.shell.command.Option;
import corral.shell.table.Column;
import corral.shell.table.Listing;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Shows the runs of release agents, or awaits the next. */
@Component(service = Command.class)
@GogoCommand(scope = "corral", function = "agents")
public final class Agents extends Command {
  private static final Option WAIT =
      Option.flag("shows what has ended since the last look, and waits for it", "-w", "--wait");

  private static final Manual MANUAL =
      Manual.of("agents", Group.CONTAINERS, "shows the runs of release agents")
          .takes(
              Operand.optional(
                  "DIR", Kind.CONTAINER, "of the hierarchy in which this is; without: of all"))
          .knows(WAIT)
          .says(
              "When the last task or child leaves a container whose notify_on_release is 1, the"
                  + " hierarchy's release_agent is run with the container's path."
                  + " Each hierarchy remembers its last hundred runs.")
          .refuses(Errno.EPERM, "DIR is no container")
          .example("agents /dev/container")
          .example("agents -w")
          .build();

  private static final List<Column<Row>> COLUMNS =
      List.of(
          Column.text("STARTED", Row::timeOfDay).plainly(Row::started),
          Column.number("HIERARCHY", Row::hierarchy),
          Column.text("CONTAINER", Row::container),
          Column.text("AGENT", Row::agent),
          Column.number("PID", Row::pid),
          new Column<>("STATUS", true, Row::status, Row::status),
          Column.text("OUTPUT", Row::output));

  /** The session's variable in which it is kept which runs it has seen. */
  private static final String SEEN = ".corral.agents";

  private final ContainerAdmin admin;

  /** A command on these agents. */
  @Activate
  public Agents(@Reference ContainerAdmin admin) {
    super(MANUAL);
    this.admin = admin;
  }

  /** A run of an agent; its status is empty while it runs. */
  public record Row(
      String started,
      int hierarchy,
      String container,
      String agent,
      int pid,
      String status,
      String output) {
    private static Row of(AgentRun run) {
      return new Row(
          Instant.ofEpochMilli(run.startedMillis()).toString(),
          run.hierarchy(),
          run.path(),
          run.agent(),
          run.pid(),
          hasEnded(run) ? Integer.toString(run.exitStatus()) : "",
          run.output().strip());
    }

    private String timeOfDay() {
      return Instant.parse(started)
          .atZone(ZoneId.systemDefault())
          .toLocalTime()
          .truncatedTo(ChronoUnit.SECONDS)
          .toString();
    }
  }

  @Override
  protected Object run(Call call) throws InterruptedException, ContainerException {
    var session = call.session();
    var directory = call.operand().map(call::path);
    var runs = call.has(WAIT) ? awaitUnseen(session, directory) : runs(directory);
    remember(session, runs);
    return Listing.of(COLUMNS, runs.stream().map(Row::of).toList());
  }

  private List<AgentRun> runs(Optional<String> directory) throws ContainerException {
    return directory.isPresent() ? admin.agentRuns(directory.get()) : admin.agentRuns();
  }

  private List<AgentRun> awaitUnseen(CommandSession session, Optional<String> directory)
      throws InterruptedException, ContainerException {
    var seen = seen(session);
    while (true) {
      // Asked for before looking, so that no run can end in between.
      var next = admin.nextAgentRun();
      var unseen =
          runs(directory).stream()
              .filter(Agents::hasEnded)
              .filter(run -> !seen.contains(run))
              .toList();
      if (!unseen.isEmpty()) {
        return unseen;
      }
      try {
        next.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void remember(CommandSession session, List<AgentRun> runs) {
    var seen = seen(session);
    seen.retainAll(identities(admin.agentRuns()));
    runs.stream().filter(Agents::hasEnded).forEach(seen::add);
    session.put(SEEN, new Seen(seen));
  }

  private static Set<AgentRun> seen(CommandSession session) {
    return session.get(SEEN) instanceof Seen seen ? seen.runs() : identities(List.of());
  }

  /** Two runs can be alike in everything, so they are told apart by identity. */
  private static Set<AgentRun> identities(List<AgentRun> runs) {
    Set<AgentRun> identities = newSetFromMap(new IdentityHashMap<>());
    identities.addAll(runs);
    return identities;
  }

  private static boolean hasEnded(AgentRun run) {
    return run.exitStatus() != AgentRun.RUNNING;
  }

  /** The runs that a session has been shown. */
  private record Seen(Set<AgentRun> runs) {}
}
