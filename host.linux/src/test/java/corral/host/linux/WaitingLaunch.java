package corral.host.linux;

import corral.framework.api.ContainerException;
import corral.framework.api.host.Host.LaunchRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A program that launches a process, tells its pid and never lets it go. */
final class WaitingLaunch {
  private WaitingLaunch() {}

  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) throws ContainerException, InterruptedException {
    try (var proc = new ProcReader();
        var launch =
            new Launcher(proc, new LinuxNamespaces(proc))
                .launch(new LaunchRequest(List.of("sleep", "60"), Map.of(), false))) {
      System.out.println(launch.pid());
      new CountDownLatch(1).await();
    }
  }
}
