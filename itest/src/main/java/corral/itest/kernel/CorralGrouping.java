package corral.itest.kernel;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import corral.framework.api.ContainerSubsystem;
import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.admin.Entry;
import corral.framework.api.admin.OpenFile;
import corral.itest.LiveMachine;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;

/** Corral on the live machine, by the services that every front uses. */
final class CorralGrouping implements MountedHierarchy {
  private static final String NOWHERE = "nowhere";

  private final BundleContext context =
      FrameworkUtil.getBundle(CorralGrouping.class).getBundleContext();
  private final LiveMachine machine;
  private final ContainerAdmin admin;
  private final Caller self;
  private final String path;
  private final ServiceReference<FileSystem> filesReference;
  private final FileSystem files;
  private final Witness witness = new Witness();
  private final ServiceRegistration<?> registration;

  /**
   * Mounts a hierarchy.
   *
   * @param path the path of the top within its hierarchy, without a {@code /} at its end
   */
  CorralGrouping(String options, String path)
      throws BundleException, ContainerException, InvalidSyntaxException {
    this.path = path;
    machine = new LiveMachine(options);
    admin = machine.admin();
    self = machine.self();
    filesReference =
        context.getServiceReferences(FileSystem.class, "(corral=true)").iterator().next();
    files = context.getService(filesReference);
    registration = context.registerService(ContainerSubsystem.class, witness, null);
    if (!path.isEmpty()) {
      admin.makeContainer(real(""), self);
    }
  }

  LiveMachine machine() {
    return machine;
  }

  /** A call of an api that answers with {@link ContainerException}. */
  @FunctionalInterface
  private interface Call<T> {
    T make() throws ContainerException;
  }

  /** A call of {@code java.nio.file}. */
  @FunctionalInterface
  private interface FileCall {
    void make() throws IOException;
  }

  private static <T> T ask(Call<T> call) throws Refusal {
    try {
      return call.make();
    } catch (ContainerException e) {
      throw new Refusal(e.errno().name());
    }
  }

  private static void request(FileCall call) throws Refusal {
    try {
      call.make();
    } catch (IOException e) {
      if (e.getCause() instanceof ContainerException refusal) {
        throw new Refusal(refusal.errno().name());
      }
      throw new Refusal(e.toString());
    }
  }

  @Override
  public void mkdir(String target) throws Refusal {
    ask(() -> admin.makeContainer(real(target), self));
  }

  @Override
  public void rmdir(String target) throws Refusal {
    ask(
        () -> {
          admin.removeContainer(real(target), self);
          return target;
        });
  }

  @Override
  public void rename(String from, String to) throws Refusal {
    ask(
        () -> {
          admin.rename(real(from), real(to), self);
          return to;
        });
  }

  @Override
  public void unlink(String target) throws Refusal {
    request(() -> Files.delete(files.getPath(real(target))));
  }

  @Override
  public void create(String target) throws Refusal {
    request(
        () ->
            Files.newByteChannel(
                    files.getPath(real(target)),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE)
                .close());
  }

  @Override
  public String read(String target) throws Refusal {
    return ask(() -> admin.read(real(target), self));
  }

  @Override
  public void write(String target, String text) throws Refusal {
    write(target, text, self);
  }

  private void write(String target, String text, Caller caller) throws Refusal {
    ask(
        () -> {
          admin.write(real(target), text, caller);
          return text;
        });
  }

  @Override
  public Handle open(String target) throws Refusal {
    return new Opened(ask(() -> admin.open(real(target), self)));
  }

  private record Opened(OpenFile file) implements Handle {
    @Override
    public String read() throws Refusal {
      return ask(file::read);
    }

    @Override
    public void write(String text) throws Refusal {
      ask(
          () -> {
            file.write(text);
            return text;
          });
    }

    @Override
    public void close() {
      // Needs no closing.
    }
  }

  @Override
  public SortedMap<String, Boolean> list(String target) throws Refusal {
    var names = new TreeMap<String, Boolean>();
    for (Entry entry : ask(() -> admin.list(real(target)))) {
      names.put(entry.name(), entry.isDirectory());
    }
    return names;
  }

  @Override
  public void join(Shell writer, String target) throws Refusal {
    write(target, "0", new Caller(writer.pid(), self.uid(), self.gid()));
  }

  @Override
  public String membership(int pid) throws Refusal {
    return ask(() -> admin.read("/proc/" + pid + "/container", self))
        .lines()
        .filter(line -> line.startsWith("cpuset:"))
        .map(line -> belowTop(line.substring("cpuset:".length())))
        .findFirst()
        .orElse(NOWHERE);
  }

  @Override
  public String cpuset(int pid) throws Refusal {
    return belowTop(ask(() -> admin.read("/proc/" + pid + "/cpuset", self)));
  }

  /** Events come in order: who has heard of the last one has heard of all before it. */
  @Override
  public void settle() {
    Process last;
    try {
      last = new ProcessBuilder("sleep", "600").start();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    witness.fork((int) last.pid()).orTimeout(30, TimeUnit.SECONDS).join();
    last.destroyForcibly().onExit().join();
  }

  @Override
  public void close() throws ContainerException, BundleException {
    registration.unregister();
    context.ungetService(filesReference);
    if (!path.isEmpty()) {
      admin.removeContainer(real(""), self);
    }
    machine.close();
  }

  private String belowTop(String place) {
    return place.startsWith(path) ? place.substring(path.length()) : "above";
  }

  private String real(String target) {
    return LiveMachine.MOUNT + path + target;
  }
}
