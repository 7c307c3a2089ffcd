package io.anyrack.cli.output;

import io.anyrack.rack.RackException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * A terminal that hands over each key as it is typed, unseen and without meaning of its own, until
 * it is closed. Where the input is no terminal it is left alone.
 */
public final class RawInput implements AutoCloseable {
  private static final File TERMINAL = new File("/dev/tty");

  private final InputStream keys;
  private final String saved;

  private RawInput(InputStream keys, String saved) {
    this.keys = keys;
    this.saved = saved;
  }

  /** Takes over the input of {@code terminal}. */
  public static RawInput open(Terminal terminal) {
    if (!terminal.interactive()) {
      return new RawInput(terminal.in(), "");
    }
    RawInput raw = new RawInput(terminal.in(), stty("-g").strip());
    stty("raw", "-echo");
    return raw;
  }

  /** What is typed. */
  public InputStream keys() {
    return keys;
  }

  @Override
  public void close() {
    if (!saved.isEmpty()) {
      stty(saved);
    }
  }

  private static String stty(String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = "stty";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    try {
      Process process = new ProcessBuilder(command).redirectInput(TERMINAL).start();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      process.waitFor();
      return output;
    } catch (IOException e) {
      throw new RackException("cannot set up the terminal: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RackException("interrupted", e);
    }
  }
}
