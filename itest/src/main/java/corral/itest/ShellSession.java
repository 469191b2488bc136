package corral.itest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Path;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.jline.reader.LineReader;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;

/** A Gogo session on a terminal of 80 columns, in which a test types. */
final class ShellSession implements AutoCloseable {
  private final BundleContext context =
      FrameworkUtil.getBundle(ShellSession.class).getBundleContext();
  private final ServiceReference<CommandProcessor> processor =
      context.getServiceReference(CommandProcessor.class);
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final CommandSession session;

  ShellSession() {
    session = context.getService(processor).createSession(InputStream.nullInputStream(), out, out);
    session.put("SCOPE", "corral:*");
    session.put("COLUMNS", "80");
    session.currentDir(Path.of("/"));
  }

  /** What a person sees when typing this. */
  String type(String line) throws Exception {
    out.reset();
    var value = session.execute(line);
    return out.toString(UTF_8)
        + (value == null ? "" : session.format(value, Converter.INSPECT).toString());
  }

  /** Lets a reader of lines know for which session it reads, as the console does. */
  void lendTo(LineReader reader) {
    reader.setVariable(".session", session);
  }

  @Override
  public void close() {
    session.close();
    context.ungetService(processor);
  }
}
