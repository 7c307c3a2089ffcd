package io.anyrack.local.console;

import io.anyrack.rack.cloud.Console;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A console that outlives the line behind it: lines come and go with the machine's power, readers
 * and the writer stay. Thread-safe.
 */
public final class SerialConsole implements Console {
  private static final Logger LOGGER = System.getLogger(SerialConsole.class.getName());

  /** The way to the machine. */
  public interface Line {
    /** Sends input; must not block. */
    void write(byte[] octets);

    /** Sends a serial break. */
    void sendBreak();
  }

  private final History history;
  private final List<Reading> readings = new ArrayList<>();
  private Optional<Line> line = Optional.empty();
  private @Nullable Claim claim;

  /** A console that keeps the last {@code historyOctets} of output. */
  public SerialConsole(int historyOctets) {
    history = new History(historyOctets);
  }

  /** Takes output of the machine. */
  public synchronized void output(byte[] octets) {
    if (octets.length == 0) {
      return;
    }
    history.append(octets);
    List.copyOf(readings).forEach(reading -> reading.deliver(octets.clone()));
  }

  /** From now on input goes to {@code line}. */
  public synchronized void connect(Line line) {
    this.line = Optional.of(line);
  }

  /** From now on input is dropped. */
  public synchronized void disconnect() {
    line = Optional.empty();
  }

  @Override
  public synchronized byte[] history() {
    return history.octets();
  }

  @Override
  public synchronized Attachment read(boolean replay, Reader reader) {
    var reading = new Reading(reader);
    readings.add(reading);
    byte[] past = history.octets();
    if (replay && past.length > 0) {
      reading.deliver(past);
    }
    return reading;
  }

  @Override
  public synchronized Optional<Writer> claim(String who) {
    if (claim != null) {
      return Optional.empty();
    }
    claim = new Claim(who);
    return Optional.of(claim);
  }

  @Override
  public synchronized Optional<String> writer() {
    return Optional.ofNullable(claim).map(holder -> holder.who);
  }

  private synchronized Optional<Line> lineOf(Claim holder) {
    return claim == holder ? line : Optional.empty();
  }

  private synchronized void remove(Reading reading) {
    readings.remove(reading);
  }

  private synchronized void release(Claim holder) {
    if (claim == holder) {
      claim = null;
    }
  }

  private final class Reading implements Attachment {
    private final Reader reader;

    Reading(Reader reader) {
      this.reader = reader;
    }

    void deliver(byte[] octets) {
      try {
        reader.output(octets);
      } catch (RuntimeException e) {
        // One broken reader must not take the console from the others.
        LOGGER.log(Level.WARNING, "a reader of the console failed and is let go", e);
        close();
      }
    }

    @Override
    public void close() {
      remove(this);
    }
  }

  private final class Claim implements Writer {
    private final String who;

    Claim(String who) {
      this.who = who;
    }

    @Override
    public void write(byte[] octets) {
      lineOf(this).ifPresent(line -> line.write(octets.clone()));
    }

    @Override
    public void sendBreak() {
      lineOf(this).ifPresent(Line::sendBreak);
    }

    @Override
    public void close() {
      release(this);
    }
  }
}
