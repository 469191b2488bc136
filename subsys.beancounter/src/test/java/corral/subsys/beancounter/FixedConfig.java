package corral.subsys.beancounter;

import java.lang.annotation.Annotation;

/** A configuration as DS would make it. */
@SuppressWarnings("ClassExplicitlyAnnotation") // a component's configuration is an annotation type
record FixedConfig(int sample_interval_millis, int quota_interval_millis)
    implements BeanCounterConfig {
  @Override
  public Class<? extends Annotation> annotationType() {
    return BeanCounterConfig.class;
  }
}
