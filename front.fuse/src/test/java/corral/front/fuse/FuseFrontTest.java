package corral.front.fuse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.host.FuseMount;
import corral.framework.api.host.FuseMounts;
import corral.framework.engine.Engine;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What is mounted here is tried to be mounted on a machine that refuses it. */
class FuseFrontTest {
  private static final Caller ROOT = new Caller(1, 0, 0);

  @AutoClose private final Engine engine = new Engine();
  private final List<String> tried = new ArrayList<>();
  private final List<Runnable> told = new ArrayList<>();

  private final FuseMounts refusing =
      new FuseMounts() {
        @Override
        public Optional<String> obstacle() {
          return Optional.empty();
        }

        @Override
        public FuseMount mount(String directory) throws ContainerException {
          tried.add(directory);
          throw new ContainerException(Errno.EPERM, directory, "not here");
        }

        @Override
        public List<FuseMount> mounts() {
          return List.of();
        }

        @Override
        public int processOf(int thread) {
          return thread;
        }
      };

  /** The engine, of which is known whom it tells of mounts. */
  private ContainerAdmin admin() {
    return (ContainerAdmin)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ContainerAdmin.class},
            (_, method, arguments) -> {
              if (method.getName().equals("watchMounts")) {
                told.add((Runnable) arguments[0]);
              }
              try {
                return method.invoke(engine, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
  }

  @Test
  void whoeverIsToldTooLateMountsNothing() throws Exception {
    engine.start();
    var front = new FuseFront(admin(), refusing);
    front.open();
    engine.mountReports("/dev/reports", ROOT);
    assertEquals(List.of("/dev/reports"), tried);
    assertEquals(Optional.of("not here"), front.obstacle("/dev/reports"));
    front.close();
    told.forEach(Runnable::run);
    assertEquals(List.of("/dev/reports"), tried);
  }
}
