package io.anyrack.redfish;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.anyrack.rack.cloud.Console;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A serial line in memory. */
final class FakeConsole implements Console {
  private final ByteArrayOutputStream history = new ByteArrayOutputStream();
  private final List<Reader> readers = new ArrayList<>();
  private final StringBuilder input = new StringBuilder();
  private Optional<String> writer = Optional.empty();

  synchronized void print(String text) {
    history.writeBytes(text.getBytes(UTF_8));
    readers.forEach(reader -> reader.output(text.getBytes(UTF_8)));
  }

  synchronized String input() {
    return input.toString();
  }

  synchronized int readers() {
    return readers.size();
  }

  @Override
  public synchronized byte[] history() {
    return history.toByteArray();
  }

  @Override
  public synchronized Attachment read(boolean replay, Reader reader) {
    if (replay && history.size() > 0) {
      reader.output(history.toByteArray());
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
    return Optional.of(new OnlyWriter());
  }

  @Override
  public synchronized Optional<String> writer() {
    return writer;
  }

  private final class OnlyWriter implements Writer {
    @Override
    public void write(byte[] octets) {
      synchronized (FakeConsole.this) {
        input.append(new String(octets, UTF_8));
      }
    }

    @Override
    public void sendBreak() {
      synchronized (FakeConsole.this) {
        input.append("<break>");
      }
    }

    @Override
    public void close() {
      synchronized (FakeConsole.this) {
        writer = Optional.empty();
      }
    }
  }
}
