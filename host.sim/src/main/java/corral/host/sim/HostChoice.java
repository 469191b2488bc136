package corral.host.sim;

import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Begins with the simulation where the framework's property {@code corral.host} is {@code sim}, and
 * only there: what is simulated must not pass for what the machine does.
 */
@Component(
    immediate = true,
    service = {})
public final class HostChoice {
  /** Looks at the property, which does not change while the bundle is active. */
  @Activate
  public HostChoice(ComponentContext context) {
    if ("sim".equals(context.getBundleContext().getProperty("corral.host"))) {
      context.enableComponent(null);
    }
  }
}
