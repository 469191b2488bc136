package corral.framework.nio;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Iterator;
import java.util.stream.Stream;

/** The entries of a directory as they were when it was opened. Not thread-safe. */
final class NameStream implements DirectoryStream<Path> {
  private final Stream<Path> entries;
  private boolean iterated;
  private boolean closed;

  NameStream(Path directory, Collection<String> names, Filter<? super Path> filter) {
    entries =
        names.stream()
            .map(directory::resolve)
            .filter(entry -> accepts(filter, entry))
            .takeWhile(_ -> !closed);
  }

  @Override
  public Iterator<Path> iterator() {
    if (iterated || closed) {
      throw new IllegalStateException(closed ? "Closed" : "Iterated already");
    }
    iterated = true;
    return entries.iterator();
  }

  @Override
  public void close() {
    closed = true;
  }

  private static boolean accepts(Filter<? super Path> filter, Path entry) {
    try {
      return filter.accept(entry);
    } catch (IOException e) {
      throw new DirectoryIteratorException(e);
    }
  }
}
