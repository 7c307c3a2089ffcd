package io.anyrack.rack.file;

import io.anyrack.rack.model.Rack;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Reads rack files. Keeps nothing between two of them; thread-safe if its surroundings are. */
public final class RackFile {
  private final Surroundings surroundings;
  private final Limits limits;

  /** What reading a file gives. */
  public sealed interface Read {
    /**
     * The file is good.
     *
     * @param rack all of it with every default filled in, except addresses from pools: {@link
     *     Addressing#complete} gives those
     */
    record Valid(Rack rack) implements Read {}

    /**
     * The file is not good.
     *
     * @param problems all that is wrong, in the order of the file; at least one
     */
    record Invalid(List<Problem> problems) implements Read {
      /** Copies the list. */
      public Invalid {
        problems = List.copyOf(problems);
      }
    }
  }

  /** A reader with the usual limits. */
  public RackFile(Surroundings surroundings) {
    this(surroundings, Limits.DEFAULT);
  }

  /** A reader that sees {@code surroundings} and refuses what goes beyond {@code limits}. */
  public RackFile(Surroundings surroundings, Limits limits) {
    this.surroundings = surroundings;
    this.limits = limits;
  }

  /**
   * Reads a rack file and tells everything that is wrong with it, also that it cannot be read.
   *
   * @param file its paths come out absolute, so that the rack means the same from everywhere
   */
  public Read read(Path file) {
    try (InputStream content = Files.newInputStream(file)) {
      return read(
          file.toString(),
          file.toAbsolutePath().normalize().resolveSibling(""),
          content.readNBytes(limits.bytes() + 1));
    } catch (NoSuchFileException e) {
      return unreadable(file, "there is no such file; name one with -f, or make one with 'init'");
    } catch (IOException e) {
      return unreadable(file, "the file cannot be read: " + e.getMessage());
    }
  }

  private static Read unreadable(Path file, String message) {
    return new Read.Invalid(List.of(new Problem(file.toString(), 1, 1, message)));
  }

  /**
   * Reads a rack file's content and tells everything that is wrong with it.
   *
   * @param source what to call the file in problems
   * @param directory where its relative paths start
   * @param content what the file has
   */
  public Read read(String source, Path directory, byte[] content) {
    Problems problems = new Problems(source);
    Context context = new Context(problems, surroundings, directory, limits);
    return new YamlText(problems, limits)
        .root(content)
        .flatMap(root -> new Value("the file", root, context).section(Keys.RACK))
        .map(RackReader::read)
        .filter(_ -> problems.isEmpty())
        .<Read>map(Read.Valid::new)
        .orElseGet(() -> new Read.Invalid(problems.list()));
  }
}
