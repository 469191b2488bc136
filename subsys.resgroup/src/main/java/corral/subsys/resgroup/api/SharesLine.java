package corral.subsys.resgroup.api;

import corral.framework.api.ContainerException;
import corral.framework.api.ControlFile;
import corral.framework.api.Errno;
import java.util.HashMap;
import java.util.Map;

/**
 * The line of a {@code shares} file, as Resource Groups wrote it: {@code
 * res=numtasks,min_shares=10,max_shares=50,child_shares_divisor=100}.
 */
final class SharesLine {
  private static final String RESOURCE = "res";
  private static final String MIN = "min_shares";
  private static final String MAX = "max_shares";
  private static final String DIVISOR = "child_shares_divisor";

  private SharesLine() {}

  static String of(String controller, Shares shares) {
    return "%s=%s,%s=%d,%s=%d,%s=%d\n"
        .formatted(
            RESOURCE,
            controller,
            MIN,
            shares.min(),
            MAX,
            shares.max(),
            DIVISOR,
            shares.childDivisor());
  }

  /**
   * What a line asks for. Its parts can be in any order; what is not in it is unchanged.
   *
   * @throws ContainerException EINVAL if it is no such line or one of another controller, ERANGE if
   *     a number does not fit
   */
  static Shares parse(String controller, String line) throws ContainerException {
    var values = values(line);
    var resource = values.remove(RESOURCE);
    if (resource != null && !resource.equals(controller)) {
      throw new ContainerException(
          Errno.EINVAL, "these are the shares of " + controller + ", not of '" + resource + "'");
    }
    var request = new Shares(take(MIN, values), take(MAX, values), take(DIVISOR, values));
    for (var unknown : values.keySet()) {
      throw new ContainerException(
          Errno.EINVAL, "'%s' is none of %s, %s, %s".formatted(unknown, MIN, MAX, DIVISOR));
    }
    return request;
  }

  private static Map<String, String> values(String line) throws ContainerException {
    Map<String, String> values = new HashMap<>();
    for (var part : line.split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals < 0) {
        throw new ContainerException(Errno.EINVAL, "'" + part + "' is not NAME=NUMBER");
      }
      var name = part.substring(0, equals);
      if (values.put(name, part.substring(equals + 1)) != null) {
        throw new ContainerException(Errno.EINVAL, name + " is there twice");
      }
    }
    return values;
  }

  private static int take(String name, Map<String, String> values) throws ContainerException {
    var value = values.remove(name);
    if (value == null) {
      return Shares.UNCHANGED;
    }
    long number = ControlFile.parseNumber(value);
    if (number != (int) number) {
      throw new ContainerException(Errno.ERANGE, name + "=" + number + " does not fit in 32 bits");
    }
    return (int) number;
  }
}
