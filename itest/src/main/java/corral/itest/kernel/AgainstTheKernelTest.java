package corral.itest.kernel;

/** Corral by its services, as its own shell and bundles see it. */
class AgainstTheKernelTest extends AgainstTheKernel {
  @Override
  MountedHierarchy mount(String options, String path) throws Exception {
    return new CorralGrouping(options, path);
  }
}
