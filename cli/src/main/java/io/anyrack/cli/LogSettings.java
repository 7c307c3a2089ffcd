package io.anyrack.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.logging.LogManager;

/**
 * How logging is set up; made by {@link LogManager} with the first line that is logged, which most
 * processes never do.
 */
public final class LogSettings {
  private static final String PROPERTIES =
      """
      handlers = java.util.logging.ConsoleHandler
      .level = INFO
      # Libraries are heard when something is wrong; what they have done is no news.
      io.helidon.level = WARNING
      # One line an event: time, level, message, and the stack of an error.
      java.util.logging.SimpleFormatter.format = %1$tFT%1$tT %4$s %5$s%6$s%n
      """;

  /**
   * Sets it up.
   *
   * @throws IOException never: it is all in memory
   */
  public LogSettings() throws IOException {
    LogManager.getLogManager()
        .readConfiguration(new ByteArrayInputStream(PROPERTIES.getBytes(ISO_8859_1)));
  }
}
