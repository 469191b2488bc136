package corral.subsys.ns;

import static java.util.stream.Collectors.joining;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.NamespaceIds;
import corral.framework.api.host.NamespaceKind;
import corral.subsys.ns.Nest.Identity;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a container's namespaces while the bundle is away, so that what changes meanwhile
 * is noticed afterwards. Immutable.
 */
record SavedNest(
    @Nullable NamespaceIds home,
    @Nullable Identity owner,
    @Nullable NamespaceIds origin,
    Map<Identity, NamespaceIds> strangers) {
  private static final String FORMAT = "1";
  private static final Pattern NAMESPACE = Pattern.compile("(?<kind>[a-z]+):\\[(?<id>[0-9]+)]");
  private static final Pattern STRANGER =
      Pattern.compile("(?<identity>[0-9]+ [0-9]+) (?<namespaces>.+)");

  static Map<String, String> write(SavedNest nest) {
    var saved = new HashMap<String, String>();
    saved.put("format", FORMAT);
    put(saved, "home", nest.home());
    put(saved, "origin", nest.origin());
    if (nest.owner() != null) {
      saved.put("owner", text(nest.owner()));
    }
    saved.put(
        "strangers",
        nest.strangers().entrySet().stream()
            .map(stranger -> text(stranger.getKey()) + " " + stranger.getValue())
            .collect(joining("\n")));
    return saved;
  }

  private static void put(Map<String, String> saved, String name, @Nullable NamespaceIds ids) {
    if (ids != null) {
      saved.put(name, ids.toString());
    }
  }

  private static String text(Identity process) {
    return process.pid() + " " + process.startTimeNanos();
  }

  /**
   * Reads what was written.
   *
   * @throws ContainerException EINVAL if it is not understood
   */
  static SavedNest read(Map<String, String> saved) throws ContainerException {
    if (!FORMAT.equals(saved.get("format"))) {
      throw new ContainerException(
          Errno.EINVAL, "saved in format " + saved.get("format") + ", this reads " + FORMAT);
    }
    var strangers = new HashMap<Identity, NamespaceIds>();
    for (var line : saved.getOrDefault("strangers", "").lines().toList()) {
      var stranger = STRANGER.matcher(line);
      if (!stranger.matches()) {
        throw unreadable(line);
      }
      strangers.put(identity(stranger.group("identity")), ids(stranger.group("namespaces")));
    }
    return new SavedNest(
        idsIfAny(saved.get("home")),
        saved.get("owner") == null ? null : identity(saved.get("owner")),
        idsIfAny(saved.get("origin")),
        strangers);
  }

  private static @Nullable NamespaceIds idsIfAny(@Nullable String text) throws ContainerException {
    return text == null ? null : ids(text);
  }

  private static NamespaceIds ids(String text) throws ContainerException {
    Map<NamespaceKind, Long> ids = new EnumMap<>(NamespaceKind.class);
    for (var word : text.split(" ", -1)) {
      var namespace = NAMESPACE.matcher(word);
      if (!namespace.matches()) {
        throw unreadable(word);
      }
      var kind = NamespaceKind.of(namespace.group("kind")).orElseThrow(() -> unreadable(word));
      ids.put(kind, Long.parseLong(namespace.group("id")));
    }
    return NamespaceIds.of(ids);
  }

  private static Identity identity(String text) throws ContainerException {
    var numbers = text.split(" ", -1);
    try {
      return new Identity(Integer.parseInt(numbers[0]), Long.parseLong(numbers[1]));
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException _) {
      throw unreadable(text);
    }
  }

  private static ContainerException unreadable(String text) {
    return new ContainerException(Errno.EINVAL, "'" + text + "' was not saved by this bundle");
  }
}
