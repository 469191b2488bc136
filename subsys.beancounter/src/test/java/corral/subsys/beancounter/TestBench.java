package corral.subsys.beancounter;

import corral.framework.api.ContainerException;
import corral.framework.api.host.MemoryAccounting;
import corral.host.sim.SimMachine;
import corral.host.sim.SimOpenFiles;
import corral.subsys.beancounter.api.BeanCounter;
import corral.testkit.Testbed;

/** The subsystem on a simulated machine. */
final class TestBench implements AutoCloseable {
  final Testbed testbed = new Testbed();
  final SimMachine machine = testbed.machine();
  final SimOpenFiles files = new SimOpenFiles(machine);
  final Resources resources = new Resources();
  private final FixedConfig config;
  private Watch watch;
  BeanCounterSubsystem subsystem;

  /** With the subsystem mounted at {@code /c}, and a container {@code /c/a}. */
  TestBench(FixedConfig config) throws ContainerException {
    this.config = config;
    come();
    testbed.mount("beancounter", "/c");
    testbed.mkdir("/c/a");
  }

  /** One whose tasks are looked at when it is bound, and later only when something has happened. */
  static TestBench still() throws ContainerException {
    return new TestBench(new FixedConfig(3_600_000, 3_600_000));
  }

  void come() {
    watch = new Watch(new Means(machine, files, machine), testbed.alarms(), Intervals.of(config));
    subsystem = testbed.add(new BeanCounterSubsystem(resources, watch));
  }

  /** As the component does it. */
  void leave() {
    watch.close();
    testbed.remove(subsystem);
  }

  /** Nobody looks at tasks any more; they are still counted. */
  void stopWatching() {
    watch.close();
  }

  void configure(FixedConfig newConfig) {
    watch.every(Intervals.of(newConfig));
  }

  @Override
  public void close() {
    watch.close();
    testbed.close();
  }

  /** Tells the framework, as the component does it, that there are other resources. */
  void announceResources() {
    testbed.changeFiles(subsystem);
  }

  void setMemory(int pid, long privatePages, long residentPages, long kernelBytes)
      throws ContainerException {
    machine.setMemory(pid, new MemoryAccounting.Usage(privatePages, residentPages, kernelBytes));
  }

  String read(String file) throws ContainerException {
    return testbed.read(file).strip();
  }

  void write(String file, String text) throws ContainerException {
    testbed.write(file, text);
  }

  /** Sets both bounds of a resource, which have none yet or higher ones. */
  void limit(String container, String resource, long limit) throws ContainerException {
    write(container + "/beancounter." + resource + ".barrier", Long.toString(limit));
    write(container + "/beancounter." + resource + ".limit", Long.toString(limit));
  }

  BeanCounter counter(String container) throws ContainerException {
    return account(container);
  }

  Account account(String container) throws ContainerException {
    return testbed.state(subsystem, container);
  }

  /** Waits until a file says something, which another thread brings about. */
  void await(String file, String content) throws ContainerException {
    while (!read(file).equals(content)) {
      Thread.onSpinWait();
    }
  }
}
