package io.anyrack.fakemachine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.anyrack.rack.cloud.Console;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A serial line in memory. Thread-safe. */
public final class FakeConsole implements Console {
  private final ByteArrayOutputStream history = new ByteArrayOutputStream();
  private final ByteArrayOutputStream input = new ByteArrayOutputStream();
  private final List<Reader> readers = new ArrayList<>();
  private Optional<String> writer = Optional.empty();
  private int breaks;

  /** The machine prints. */
  public synchronized void print(String text) {
    byte[] octets = text.getBytes(UTF_8);
    history.writeBytes(octets);
    readers.forEach(reader -> reader.output(octets.clone()));
  }

  /** What was typed. */
  public synchronized String input() {
    return input.toString(UTF_8);
  }

  /** How many breaks were sent. */
  public synchronized int breaks() {
    return breaks;
  }

  /** How many read. */
  public synchronized int readers() {
    return readers.size();
  }

  @Override
  public synchronized byte[] history() {
    return history.toByteArray();
  }

  @Override
  public synchronized Attachment read(boolean replay, Reader reader) {
    if (replay && history.size() > 0) {
      reader.output(history());
    }
    readers.add(reader);
    return () -> {
      synchronized (this) {
        readers.remove(reader);
      }
    };
  }

  @Override
  public synchronized Optional<Writer> claim(String who) {
    if (writer.isPresent()) {
      return Optional.empty();
    }
    writer = Optional.of(who);
    return Optional.of(
        new Writer() {
          @Override
          public void write(byte[] octets) {
            synchronized (FakeConsole.this) {
              input.writeBytes(octets);
            }
          }

          @Override
          public void sendBreak() {
            synchronized (FakeConsole.this) {
              breaks++;
            }
          }

          @Override
          public void close() {
            synchronized (FakeConsole.this) {
              writer = Optional.empty();
            }
          }
        });
  }

  @Override
  public synchronized Optional<String> writer() {
    return writer;
  }
}
