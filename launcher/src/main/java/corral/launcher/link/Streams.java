package corral.launcher.link;

import java.io.InputStream;
import java.io.OutputStream;

/** The three standard streams. Immutable. */
public record Streams(InputStream in, OutputStream out, OutputStream errors) {}
