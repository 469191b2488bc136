package corral.shell.top;

import java.time.Duration;
import java.util.List;

/**
 * What is to be said besides the containers. Immutable.
 *
 * @param interval from one look at the containers to the next
 * @param cost how long the last look took
 * @param notes why figures are not known
 */
record Status(Duration interval, Duration cost, List<String> notes) {}
