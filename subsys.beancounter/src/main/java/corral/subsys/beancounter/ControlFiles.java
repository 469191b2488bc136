package corral.subsys.beancounter;

import corral.framework.api.ContainerException;
import corral.framework.api.ControlFile;
import corral.framework.api.Errno;
import corral.subsys.beancounter.api.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

/** The files of a container's directory: six for each resource, the policy, and the table. */
final class ControlFiles {
  private final Table table;

  ControlFiles(Table table) {
    this.table = table;
  }

  List<ControlFile<Account>> rows(Catalog catalog) {
    var rows = new ArrayList<ControlFile<Account>>();
    for (var resource : catalog.resources()) {
      rows.add(figure(resource, "held", Counter::held));
      rows.add(resettable(resource, "maxheld", Counter::maxheld, Counter::resetMaxheld));
      rows.add(resettable(resource, "minheld", Counter::minheld, Counter::resetMinheld));
      rows.add(
          figure(resource, "barrier", Counter::barrier)
              .writes((css, text) -> bound(resource, css, text, Counter::withBarrier)));
      rows.add(
          figure(resource, "limit", Counter::limit)
              .writes((css, text) -> bound(resource, css, text, Counter::withLimit)));
      rows.add(resettable(resource, "failcnt", Counter::failcnt, Counter::resetFailcnt));
    }
    rows.add(
        ControlFile.<Account>named("policy")
            .reads(css -> css.policy().word() + "\n")
            .writes((css, text) -> css.policy(Policy.parse(text))));
    rows.add(ControlFile.<Account>named("beancounters").reads(css -> table.from(css.container())));
    return rows;
  }

  private static ControlFile<Account> figure(
      Resource resource, String name, ToLongFunction<Counter> value) {
    return ControlFile.<Account>named(resource.fileName() + "." + name)
        .reads(css -> value.applyAsLong(counter(css, resource)) + "\n");
  }

  private static ControlFile<Account> resettable(
      Resource resource, String name, ToLongFunction<Counter> value, UnaryOperator<Counter> reset) {
    return figure(resource, name, value)
        .writes(
            (css, text) -> {
              if (!text.equals("0")) {
                throw new ContainerException(Errno.EINVAL, "only 0 can be written, to begin anew");
              }
              css.change(resource, reset);
            });
  }

  /** Makes of a counter the same with another bound. */
  @FunctionalInterface
  private interface Bound {
    Counter of(Counter before, long number) throws ContainerException;
  }

  private static void bound(Resource resource, Account css, String text, Bound bound)
      throws ContainerException {
    long number = number(text);
    counter(css, resource);
    css.rebound(resource, counter -> bound.of(counter, number));
  }

  /** What does not fit in 64 bits is refused as what is negative is. */
  private static long number(String text) throws ContainerException {
    try {
      return ControlFile.parseNumber(text);
    } catch (ContainerException _) {
      throw new ContainerException(
          Errno.EINVAL, "'" + text + "' is not a number from 0 to " + Long.MAX_VALUE);
    }
  }

  private static Counter counter(Account css, Resource resource) throws ContainerException {
    return css.look(resource)
        .orElseThrow(() -> new ContainerException(Errno.ENODEV, resource.fileName() + " has gone"));
  }
}
