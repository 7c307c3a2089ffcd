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
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * An event log in a file with one JSON object a line. The file grows to twice of what is kept and
 * is then rewritten. Where it cannot be written the events are kept in memory: a full disk must not
 * stop a node.
 *
 * <p>What people did, what the machine did, and what its guest or a client had written into the log
 * have room of their own each: none of them pushes out another.
 *
 * <p>Thread-safe.
 */
public final class FileEventLog implements EventLog {
  private static final System.Logger LOG = System.getLogger(FileEventLog.class.getName());
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String CLEARED = "event log cleared";

  /** The doors at which the guest itself acts. */
  private static final Set<String> DOORS_OF_THE_GUEST = Set.of("kcs", Origin.WATCHDOG.door());

  private final Path file;
  private final int capacity;
  private final InstantSource clock;
  private final Map<Share, NavigableMap<Long, Event>> shares = new EnumMap<>(Share.class);

  /** When the log was last cleared; it stays whatever comes. */
  private Optional<Event> mark = Optional.empty();

  private final List<Consumer<Event>> listeners = new CopyOnWriteArrayList<>();
  private int linesInFile;
  private long lastId;

  private enum Share {
    /** Commands, logins and the service's own doings, as an audit wants them. */
    DONE,
    /** What became of the machine. */
    HAPPENED,
    /** What the guest does in band, and events that clients add. */
    ADDED;

    static Share of(Event event) {
      String door = event.origin().split(" ", 2)[0];
      return switch (event.kind()) {
        case PLATFORM -> ADDED;
        case COMMAND, SESSION, SERVICE -> DOORS_OF_THE_GUEST.contains(door) ? ADDED : DONE;
        default -> HAPPENED;
      };
    }
  }

  /**
   * Opens a log, or makes a new one in a directory that exists. Lines that cannot be understood,
   * such as one that was being written when the process died, are left out.
   *
   * @param file where it is kept
   * @param capacity how many events of each of the three kinds are kept
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
    if (event.kind() == Event.Kind.SERVICE && event.message().equals(CLEARED)) {
      mark.ifPresent(this::share);
      mark = Optional.of(event);
    } else {
      share(event);
    }
  }

  private void share(Event event) {
    NavigableMap<Long, Event> share = shares.computeIfAbsent(Share.of(event), _ -> new TreeMap<>());
    share.put(event.id(), event);
    if (share.size() > capacity) {
      share.remove(share.firstKey());
    }
  }

  @Override
  public Event append(Event.Kind kind, String message, Origin origin) {
    Event event;
    synchronized (this) {
      event = new Event(lastId + 1, clock.instant(), kind, message, origin.toString());
      keep(event);
      if (linesInFile >= 2 * Share.values().length * capacity) {
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
    List<Event> everything = everything();
    try {
      Files.writeString(
          next, everything.stream().map(FileEventLog::line).collect(Collectors.joining()), UTF_8);
      Files.move(next, file, ATOMIC_MOVE);
      linesInFile = everything.size();
    } catch (IOException e) {
      LOG.log(WARNING, "cannot write the event log " + file + ": " + e.getMessage());
    }
  }

  private static String line(Event event) {
    return JSON.writeValueAsString(event) + "\n";
  }

  @Override
  public synchronized List<Event> events() {
    long from = mark.map(Event::id).orElse(0L);
    return inOrder(share -> share.tailMap(from, true));
  }

  @Override
  public synchronized List<Event> everything() {
    return inOrder(share -> share);
  }

  private List<Event> inOrder(UnaryOperator<NavigableMap<Long, Event>> part) {
    return Stream.concat(
            shares.values().stream().map(part).flatMap(share -> share.values().stream()),
            mark.stream())
        .sorted(Comparator.comparingLong(Event::id))
        .toList();
  }

  @Override
  public void clear(Origin origin) {
    append(Event.Kind.SERVICE, CLEARED, origin);
  }

  @Override
  public Subscription listen(Consumer<Event> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}
