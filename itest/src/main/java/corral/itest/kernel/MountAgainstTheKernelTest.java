package corral.itest.kernel;

import java.util.List;

/** Corral through a mount, as every other program sees it. */
class MountAgainstTheKernelTest extends AgainstTheKernel {
  @Override
  MountedHierarchy mount(String options, String path) throws Exception {
    return MountedGrouping.mounted(options, path);
  }

  /** There are fewer here: the kernel itself looks at some things before it asks. */
  @Override
  void assertAllOccur(List<Difference> intended, Comparison comparison) {
    // Those that occur are checked as they occur.
  }
}
