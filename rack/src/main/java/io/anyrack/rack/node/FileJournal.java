package io.anyrack.rack.node;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A journal in a file of JSON. A write goes to a second file that then takes the first one's place,
 * so that a reader, or the next process, sees the old content or the new and nothing between. It
 * survives the end of the process; it is not forced to the disk against a loss of the host's power.
 *
 * <p>Used by one thread at a time.
 */
public final class FileJournal implements Journal {
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final Path file;
  private final Path next;

  /**
   * A journal that need not exist yet, in a directory that does.
   *
   * @param file where it is kept
   */
  public FileJournal(Path file) {
    this.file = file;
    this.next = file.resolveSibling(file.getFileName() + ".next");
  }

  /**
   * {@inheritDoc}
   *
   * @throws JournalException if the file is there but cannot be understood; it is then moved aside
   *     to {@code *.bad}, so that the next read finds a new node
   */
  @Override
  public Optional<NodeRecord> read() {
    byte[] content;
    try {
      content = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new JournalException("cannot read the journal " + file + ": " + e.getMessage(), e);
    }
    try {
      return Optional.of(JSON.readValue(content, NodeRecord.class));
    } catch (JacksonException e) {
      throw setAside(e);
    }
  }

  private JournalException setAside(JacksonException cause) {
    Path bad = file.resolveSibling(file.getFileName() + ".bad");
    try {
      Files.move(file, bad, REPLACE_EXISTING);
      return new JournalException(
          "the journal " + file + " is damaged and was moved to " + bad + "; the node starts anew",
          cause);
    } catch (IOException e) {
      return new JournalException("the journal " + file + " is damaged: remove it", e);
    }
  }

  @Override
  public void write(NodeRecord node) {
    try {
      Files.write(next, JSON.writeValueAsBytes(node));
      Files.move(next, file, ATOMIC_MOVE);
    } catch (IOException e) {
      throw new JournalException("cannot write the journal " + file + ": " + e.getMessage(), e);
    }
  }
}
