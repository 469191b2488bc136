package corral.figures;

import static java.util.stream.Collectors.toMap;

import corral.figures.api.Absence;
import corral.figures.api.Sample;
import corral.figures.api.Survey;
import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.Hierarchy;
import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.admin.Mount;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/** Looks at containers, hierarchy by hierarchy. Belongs to one thread. */
final class Surveyor {
  private final ContainerAdmin admin;
  private final Means means;
  private final List<Sample> samples = new ArrayList<>();
  private final Set<Absence> absences = new LinkedHashSet<>();

  Surveyor(ContainerAdmin admin, Means means) {
    this.admin = admin;
    this.means = means;
  }

  /** As {@link corral.figures.api.Figures#survey}; once only. */
  Survey survey(Optional<Container> top) {
    long start = System.nanoTime();
    SequencedMap<Hierarchy, String> mounts =
        admin.mounts().stream()
            .collect(toMap(Mount::hierarchy, Mount::path, (first, _) -> first, LinkedHashMap::new));
    mounts.forEach(
        (hierarchy, mount) -> {
          var seen = top.orElse(hierarchy.root());
          if (seen.hierarchy().equals(hierarchy)) {
            look(seen, mount);
          }
        });
    var cost = Duration.ofNanos(System.nanoTime() - start);
    return new Survey(samples, List.copyOf(absences), cost);
  }

  private void look(Container top, String mount) {
    var path = top.parent() == null ? mount : Instrument.join(mount, top.path());
    try {
      var instruments = new Instruments(admin, means, top.hierarchy(), mount, path);
      absences.addAll(instruments.absences());
      samples.addAll(new Tree(mount, instruments.found()).samples(top, path, 0));
    } catch (ContainerException _) {
      // It was removed meanwhile, or its hierarchy unmounted.
    }
  }

  /** Containers of one hierarchy. */
  private final class Tree {
    private final String mount;
    private final List<Instrument> instruments;

    Tree(String mount, List<Instrument> instruments) {
      this.mount = mount;
      this.instruments = instruments;
    }

    /** The samples of a container and of all below it, its own first. */
    List<Sample> samples(Container container, String path, int depth) throws ContainerException {
      long now = System.nanoTime();
      var sums = new Sums();
      for (var instrument : instruments) {
        measure(instrument, container, path, sums);
      }
      var below = new ArrayList<Sample>();
      for (var child : container.children()) {
        try {
          var ofChild = samples(child, Instrument.join(path, "/" + child.name()), depth + 1);
          sums.addBelow(ofChild.getFirst());
          below.addAll(ofChild);
        } catch (ContainerException _) {
          // It was removed meanwhile.
        }
      }
      below.addFirst(new Sample(container.id(), mount, container.path(), depth, now, sums.all()));
      return below;
    }

    private void measure(Instrument instrument, Container container, String path, Sums sums)
        throws ContainerException {
      try {
        var measured = instrument.measure(container, path);
        sums.add(instrument, measured);
        if (measured.size() < instrument.figures().size()) {
          var untold = new HashSet<>(instrument.figures());
          untold.removeAll(measured.keySet());
          absences.add(new Absence(mount, untold, "the host does not tell"));
        }
      } catch (ContainerException e) {
        if (container.isRemoved()) {
          throw e;
        }
        sums.lack(instrument);
        absences.add(new Absence(mount, instrument.figures(), String.valueOf(e.getMessage())));
      }
    }
  }
}
