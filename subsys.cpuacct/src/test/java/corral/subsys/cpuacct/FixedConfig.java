package corral.subsys.cpuacct;

import java.lang.annotation.Annotation;

/** A configuration as DS would make it. */
@SuppressWarnings("ClassExplicitlyAnnotation") // a component's configuration is an annotation type
record FixedConfig(int load_interval_seconds) implements CpuacctConfig {
  @Override
  public Class<? extends Annotation> annotationType() {
    return CpuacctConfig.class;
  }
}
