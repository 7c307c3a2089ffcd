package io.anyrack.rack.node;

import static java.lang.System.Logger.Level.WARNING;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * An event log in a file with one JSON object a line. The file holds up to twice the capacity and
 * is then rewritten. Where it cannot be written the events are kept in memory: a full disk must not
 * stop a node. Thread-safe.
 */
public final class FileEventLog implements EventLog {
  private static final System.Logger LOG = System.getLogger(FileEventLog.class.getName());
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path file;
  private final int capacity;
  private final InstantSource clock;
  private final Deque<Event> events = new ArrayDeque<>();
  private final List<Consumer<Event>> listeners = new CopyOnWriteArrayList<>();
  private int linesInFile;
  private long lastId;

  /**
   * Opens a log, or makes a new one in a directory that exists. Lines that cannot be understood,
   * such as one that was being written when the process died, are left out.
   *
   * @param file where it is kept
   * @param capacity how many events are kept
   * @param clock gives events their time
   */
  public FileEventLog(Path file, int capacity, InstantSource clock) {
    this.file = file;
    this.capacity = capacity;
    this.clock = clock;
    load();
  }

  private void load() {
    List<String> lines;
    try {
      lines = Files.readAllLines(file, UTF_8);
    } catch (NoSuchFileException e) {
      return;
    } catch (IOException e) {
      LOG.log(WARNING, "cannot read the event log " + file + ": " + e.getMessage());
      return;
    }
    for (String line : lines) {
      try {
        keep(JSON.readValue(line, Event.class));
      } catch (JacksonException e) {
        LOG.log(WARNING, "a line of the event log " + file + " is damaged and left out");
      }
    }
    rewrite();
  }

  private void keep(Event event) {
    lastId = Math.max(lastId, event.id());
    events.addLast(event);
    if (events.size() > capacity) {
      events.removeFirst();
    }
  }

  @Override
  public Event append(Event.Kind kind, String message, Origin origin) {
    Event event;
    synchronized (this) {
      event = new Event(lastId + 1, clock.instant(), kind, message, origin.toString());
      keep(event);
      if (linesInFile >= 2 * capacity) {
        rewrite();
      } else {
        write(event);
      }
    }
    listeners.forEach(listener -> listener.accept(event));
    return event;
  }

  private void write(Event event) {
    try {
      Files.writeString(file, line(event), UTF_8, CREATE, APPEND);
      linesInFile++;
    } catch (IOException e) {
      LOG.log(WARNING, "cannot write the event log " + file + ": " + e.getMessage());
    }
  }

  private void rewrite() {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try {
      Files.writeString(
          next, events.stream().map(FileEventLog::line).collect(Collectors.joining()), UTF_8);
      Files.move(next, file, ATOMIC_MOVE);
      linesInFile = events.size();
    } catch (IOException e) {
      LOG.log(WARNING, "cannot write the event log " + file + ": " + e.getMessage());
    }
  }

  private static String line(Event event) {
    return JSON.writeValueAsString(event) + "\n";
  }

  @Override
  public synchronized List<Event> events() {
    return List.copyOf(events);
  }

  @Override
  public void clear(Origin origin) {
    synchronized (this) {
      events.clear();
      rewrite();
    }
    append(Event.Kind.SERVICE, "event log cleared", origin);
  }

  @Override
  public Subscription listen(Consumer<Event> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}
