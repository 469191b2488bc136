package corral.framework.api;

import java.math.BigInteger;
import java.util.Objects;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One file that a subsystem puts into the directory of each container ({@code struct cftype}), as a
 * row of data:
 *
 * <pre>{@code
 * ControlFile.<Usage>named("usage").reads(Usage::nanos).writes(Usage::reset)
 * }</pre>
 *
 * <p>The name is without the subsystem's prefix, which the framework adds unless the hierarchy was
 * mounted with {@code noprefix}. A file without a reader cannot be read and one without a writer
 * cannot be written (EACCES). Immutable.
 *
 * @param <S> the subsystem's state
 */
public final class ControlFile<S extends SubsystemState> {
  /** The longest write that a file takes unless it says otherwise, in bytes. */
  public static final int LONGEST_WRITE = 4095;

  private static final Pattern NUMBER =
      Pattern.compile(
          "(?<sign>[+-]?)"
              + "(0[xX](?<hexadecimal>[0-9a-fA-F]+)|(?<octal>0[0-7]*)|(?<decimal>[1-9][0-9]*))"
              + "\n?");

  /** In which directories of a hierarchy a file is. */
  public enum Place {
    EVERYWHERE,
    ONLY_ON_ROOT,
    NOT_ON_ROOT
  }

  /** Makes a file's content. */
  @FunctionalInterface
  public interface Reader<S> {
    /**
     * Called without a lock, from any thread.
     *
     * @return the whole content, with its last newline
     * @throws ContainerException if the content cannot be told
     */
    String read(S css) throws ContainerException;
  }

  /** Makes a content that depends on who reads it. */
  @FunctionalInterface
  public interface TaskReader<S> {
    /**
     * As {@link Reader#read}.
     *
     * @param task the task that reads a container's file, or whose file it is; null if the reader
     *     is no task that is known
     */
    String read(S css, @Nullable Task task) throws ContainerException;
  }

  /** Carries out what was written to a file. */
  @FunctionalInterface
  public interface Writer<S> {
    /**
     * Called under the management lock, so that writes are one after the other and the tree does
     * not change meanwhile.
     *
     * @param text what was written, without white space at its ends
     * @throws ContainerException if it is refused; the old value is then still in force
     */
    void write(S css, String text) throws ContainerException;
  }

  /** Carries out a number that was written to a file, as {@link Writer} does with text. */
  @FunctionalInterface
  public interface NumberWriter<S> {
    /** Called as {@link Writer#write} is. */
    void write(S css, long number) throws ContainerException;
  }

  /** Carries out a flag that was written to a file, as {@link Writer} does with text. */
  @FunctionalInterface
  public interface FlagWriter<S> {
    /** Called as {@link Writer#write} is. */
    void write(S css, boolean on) throws ContainerException;
  }

  private final String name;
  private final Place place;
  private final int longestWrite;
  private final @Nullable TaskReader<S> reader;
  private final @Nullable Writer<S> writer;

  private ControlFile(
      String name,
      Place place,
      int longestWrite,
      @Nullable TaskReader<S> reader,
      @Nullable Writer<S> writer) {
    this.name = Objects.requireNonNull(name);
    this.place = place;
    this.longestWrite = longestWrite;
    this.reader = reader;
    this.writer = writer;
  }

  /** A file of this name in every directory, which can neither be read nor written so far. */
  public static <S extends SubsystemState> ControlFile<S> named(String name) {
    return new ControlFile<>(name, Place.EVERYWHERE, LONGEST_WRITE, null, null);
  }

  /** This file with a content of any form. */
  public ControlFile<S> reads(Reader<S> newReader) {
    return readsFor((css, _) -> newReader.read(css));
  }

  /** This file with a content that depends on who reads it. */
  public ControlFile<S> readsFor(TaskReader<S> newReader) {
    return new ControlFile<>(name, place, longestWrite, newReader, writer);
  }

  /** This file with a number and a newline as its content. */
  public ControlFile<S> readsNumber(ToLongFunction<S> value) {
    return reads(css -> value.applyAsLong(css) + "\n");
  }

  /** This file, writable with text of any form. */
  public ControlFile<S> writes(Writer<S> newWriter) {
    return writesRaw((css, text) -> newWriter.write(css, text.strip()));
  }

  private ControlFile<S> writesRaw(Writer<S> newWriter) {
    return new ControlFile<>(name, place, longestWrite, reader, newWriter);
  }

  /** This file, writable with one number as {@link #parseNumber} understands it. */
  public ControlFile<S> writesNumber(NumberWriter<S> newWriter) {
    return writesRaw((css, text) -> newWriter.write(css, parseNumber(text)));
  }

  /** This file, writable with a flag as {@link #parseFlag} understands it. */
  public ControlFile<S> writesFlag(FlagWriter<S> newWriter) {
    return writesRaw((css, text) -> newWriter.write(css, parseFlag(text)));
  }

  /** This file in some of the directories only. */
  public ControlFile<S> in(Place newPlace) {
    return new ControlFile<>(name, newPlace, longestWrite, reader, writer);
  }

  /** This file with another longest write, in bytes; a longer one is refused with E2BIG. */
  public ControlFile<S> longestWrite(int bytes) {
    return new ControlFile<>(name, place, bytes, reader, writer);
  }

  /** The file's name without the subsystem's prefix. */
  public String name() {
    return name;
  }

  /** In which directories the file is. */
  public Place place() {
    return place;
  }

  /** The longest write that is taken, in bytes. */
  public int longestWrite() {
    return longestWrite;
  }

  /** What makes the content; null if the file cannot be read. */
  public @Nullable TaskReader<S> reader() {
    return reader;
  }

  /** What carries out a write, given the text as it is; null if the file cannot be written. */
  public @Nullable Writer<S> writer() {
    return writer;
  }

  /**
   * A number as the kernel reads one from a control file ({@code kstrtoll} with base 0): decimal,
   * hexadecimal after {@code 0x}, octal after {@code 0}, with an optional sign, and a newline that
   * ends it.
   *
   * @throws ContainerException EINVAL if it is no number, ERANGE if it does not fit 64 bits
   */
  public static long parseNumber(String text) throws ContainerException {
    var number = parse(text);
    if (number.bitLength() >= Long.SIZE) {
      throw tooGreat(number);
    }
    return number.longValue();
  }

  /**
   * A flag as the kernel reads one from a control file ({@code kstrtoull} with base 0): 0 is off,
   * and every other number is on.
   *
   * @throws ContainerException EINVAL if it is no number or has a minus, ERANGE if it does not fit
   *     64 bits
   */
  public static boolean parseFlag(String text) throws ContainerException {
    if (text.startsWith("-")) {
      throw new ContainerException(Errno.EINVAL, "0 is off and 1 is on, not " + text.strip());
    }
    var number = parse(text);
    if (number.bitLength() > Long.SIZE) {
      throw tooGreat(number);
    }
    return number.signum() != 0;
  }

  private static BigInteger parse(String text) throws ContainerException {
    var number = NUMBER.matcher(text);
    if (!number.matches()) {
      throw new ContainerException(Errno.EINVAL, "'" + text.strip() + "' is not a number");
    }
    var sign = number.group("sign");
    if (number.group("hexadecimal") != null) {
      return new BigInteger(sign + number.group("hexadecimal"), 16);
    }
    return number.group("octal") != null
        ? new BigInteger(sign + number.group("octal"), 8)
        : new BigInteger(sign + number.group("decimal"));
  }

  private static ContainerException tooGreat(BigInteger number) {
    return new ContainerException(Errno.ERANGE, number + " does not fit in 64 bits");
  }
}
