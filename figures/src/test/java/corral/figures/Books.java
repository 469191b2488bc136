package corral.figures;

import corral.framework.api.Container;
import corral.framework.api.ContainerException;
import corral.framework.api.ContainerSubsystem;
import corral.framework.api.ControlFile;
import corral.framework.api.Errno;
import corral.framework.api.SubsystemState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A subsystem whose files say what a test has put there, and 0 before. */
final class Books implements ContainerSubsystem<Books.Book> {
  /** A number that no file says: to read it is refused. */
  static final long REFUSED = -1;

  private final String name;
  private final List<String> files;
  private final Map<String, Long> numbers = new HashMap<>();
  private final Map<String, String> texts = new HashMap<>();
  private final Map<String, Action> actions = new HashMap<>();

  /** Something that happens while a file is read. */
  @FunctionalInterface
  interface Action {
    void run() throws ContainerException;
  }

  /** The state of a container. */
  static final class Book extends SubsystemState {
    Book(Container container) {
      super(container);
    }
  }

  Books(String name, String... files) {
    this.name = name;
    this.files = List.of(files);
  }

  Books put(String container, String file, long number) {
    numbers.put(container + " " + file, number);
    return this;
  }

  /** Lets a file say more than its number, which is the text's {@code %d}. */
  void say(String file, String text) {
    texts.put(file, text);
  }

  void whenRead(String container, Action action) {
    actions.put(container, action);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Book create(Container container, @Nullable Book parent) {
    return new Book(container);
  }

  @Override
  public void destroy(Book css) {}

  @Override
  public List<ControlFile<Book>> files() {
    return files.stream()
        .map(file -> ControlFile.<Book>named(file).reads(book -> read(book, file)))
        .toList();
  }

  private String read(Book book, String file) throws ContainerException {
    var path = book.container().path();
    var action = actions.remove(path);
    if (action != null) {
      action.run();
    }
    long number = numbers.getOrDefault(path + " " + file, 0L);
    if (number == REFUSED) {
      throw new ContainerException(Errno.EIO, "as the test wants");
    }
    return texts.getOrDefault(file, "%d\n").formatted(number);
  }
}
