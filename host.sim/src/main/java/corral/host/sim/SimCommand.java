package corral.host.sim;

import static java.util.stream.Collectors.joining;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The shell's {@code sim}: finds the subcommand that the first word names. It needs nothing of the
 * shell, so that the machine can be had without one. Thread-safe.
 */
@Component(
    enabled = false,
    service = SimCommand.class,
    property = {
      "osgi.command.scope=sim",
      "osgi.command.function=sim",
      "service.description=drives the simulated machine; 'sim help' says how",
      "corral.command.words=machine",
      "corral.command.words=ps",
      "corral.command.words=fork",
      "corral.command.words=exit",
      "corral.command.words=reap",
      "corral.command.words=run",
      "corral.command.words=tick",
      "corral.command.words=state",
      "corral.command.words=weight",
      "corral.command.words=setuid",
      "corral.command.words=memory",
      "corral.command.words=pages",
      "corral.command.words=reclaim",
      "corral.command.words=open",
      "corral.command.words=close",
      "corral.command.words=unshare",
      "corral.command.words=clone",
      "corral.command.words=setns",
      "corral.command.words=cpu",
      "corral.command.words=node",
      "corral.command.words=storm",
      "corral.command.words=program",
      "corral.command.words=fault",
      "corral.command.words=lose",
      "corral.command.words=repair",
      "corral.command.words=help"
    })
public final class SimCommand {
  private final Map<String, Subcommand> subcommands = new LinkedHashMap<>();

  /** A command on a host and its machine. */
  @Activate
  public SimCommand(@Reference SimHost host) {
    new Subcommands(host).all().forEach(row -> subcommands.put(row.name(), row));
  }

  /**
   * Carries out one subcommand.
   *
   * @param words its name and what follows; a collection counts as its elements
   * @return what is shown to the person or given to the next command; null for nothing
   * @throws ContainerException what the subcommand refuses with; EINVAL if the words make no sense
   */
  public @Nullable Object sim(Object... words) throws ContainerException {
    var line = new ArrayList<String>();
    flatten(List.of(words), line);
    if (line.isEmpty() || line.getFirst().equals("--help")) {
      return overview();
    }
    var name = line.removeFirst();
    if (name.equals("help")) {
      return line.isEmpty() ? overview() : page(find(line.getFirst()));
    }
    var subcommand = find(name);
    return line.contains("--help")
        ? page(subcommand)
        : subcommand.action().run(Words.parse(subcommand, line));
  }

  private Subcommand find(String name) throws ContainerException {
    var found = subcommands.get(name);
    if (found == null) {
      throw new ContainerException(Errno.EINVAL, name, "'sim help' shows what there is");
    }
    return found;
  }

  private static void flatten(Iterable<?> words, List<String> line) {
    for (var word : words) {
      if (word instanceof Collection<?> several) {
        flatten(several, line);
      } else {
        line.add(String.valueOf(word));
      }
    }
  }

  private String overview() {
    return subcommands.values().stream()
        .map(row -> "  %-10s%s\n".formatted(row.name(), row.summary()))
        .collect(
            joining(
                "",
                "sim SUBCOMMAND drives the simulated machine\n",
                "'sim help SUBCOMMAND' says how one is used."));
  }

  private static String page(Subcommand row) {
    return (row.usage() + "\n  " + row.summary() + "\n\n" + row.details().indent(2))
        .stripTrailing();
  }
}
