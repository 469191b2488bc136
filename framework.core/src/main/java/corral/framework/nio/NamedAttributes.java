package corral.framework.nio;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The attributes by view and name, as {@code Files.readAttributes(path, "posix:*")} asks. */
final class NamedAttributes {
  private static final Map<String, Function<ContainerAttributes, @Nullable Object>> BASIC =
      Map.of(
          "lastModifiedTime", ContainerAttributes::lastModifiedTime,
          "lastAccessTime", ContainerAttributes::lastAccessTime,
          "creationTime", ContainerAttributes::creationTime,
          "size", ContainerAttributes::size,
          "isRegularFile", ContainerAttributes::isRegularFile,
          "isDirectory", ContainerAttributes::isDirectory,
          "isSymbolicLink", ContainerAttributes::isSymbolicLink,
          "isOther", ContainerAttributes::isOther,
          "fileKey", ContainerAttributes::fileKey);

  private static final Map<String, Function<ContainerAttributes, @Nullable Object>> OWNER =
      Map.of("owner", ContainerAttributes::owner);

  private static final Map<String, Function<ContainerAttributes, @Nullable Object>> POSIX =
      with(
          with(BASIC, OWNER),
          Map.of(
              "group", ContainerAttributes::group,
              "permissions", ContainerAttributes::permissions));

  private static final Map<String, Function<ContainerAttributes, @Nullable Object>> UNIX =
      with(
          POSIX,
          Map.of(
              "mode",
              ContainerAttributes::mode,
              "ino",
              attributes -> attributes.entry().id(),
              "nlink",
              ContainerAttributes::links,
              "uid",
              attributes -> attributes.owner().id(),
              "gid",
              attributes -> attributes.group().id(),
              "ctime",
              ContainerAttributes::creationTime));

  private static final Map<String, Map<String, Function<ContainerAttributes, @Nullable Object>>>
      VIEWS = Map.of("basic", BASIC, "owner", OWNER, "posix", POSIX, "unix", UNIX);

  private NamedAttributes() {}

  static Set<String> views() {
    return VIEWS.keySet();
  }

  /**
   * Some attributes of one view.
   *
   * @param request comma-separated names or {@code *}, after {@code VIEW:} if the view is not basic
   */
  static Map<String, @Nullable Object> read(ContainerAttributes attributes, String request) {
    int colon = request.indexOf(':');
    var viewName = colon < 0 ? "basic" : request.substring(0, colon);
    var view = VIEWS.get(viewName);
    if (view == null) {
      throw new UnsupportedOperationException("View '" + viewName + "' not available");
    }
    var values = new LinkedHashMap<String, @Nullable Object>();
    for (var name : request.substring(colon + 1).split(",", -1)) {
      if (name.equals("*")) {
        view.forEach((each, value) -> values.put(each, value.apply(attributes)));
      } else {
        var value = view.get(name);
        if (value == null) {
          throw new IllegalArgumentException("'" + name + "' not recognized");
        }
        values.put(name, value.apply(attributes));
      }
    }
    return values;
  }

  private static Map<String, Function<ContainerAttributes, @Nullable Object>> with(
      Map<String, Function<ContainerAttributes, @Nullable Object>> some,
      Map<String, Function<ContainerAttributes, @Nullable Object>> more) {
    var all = new LinkedHashMap<>(some);
    all.putAll(more);
    return Map.copyOf(all);
  }
}
