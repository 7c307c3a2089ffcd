package io.anyrack.local.qemu;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;

/** Splits a channel's octets into lines of bounded length. Not thread-safe. */
final class LineReader {
  /** The longest answer of the commands used here is a few KiB. */
  static final int MAX_LINE = 1 << 20;

  private final ReadableByteChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(8192).flip();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  LineReader(ReadableByteChannel channel) {
    this.channel = channel;
  }

  /**
   * The next line that is not blank, without its end; empty at the end of the channel, where an
   * unfinished line is dropped.
   *
   * @throws IOException if the line is too long
   */
  String next() throws IOException {
    while (true) {
      while (buffer.hasRemaining()) {
        byte octet = buffer.get();
        if (octet != '\n') {
          append(octet);
          continue;
        }
        String text = line.toString(StandardCharsets.UTF_8).strip();
        line.reset();
        if (!text.isEmpty()) {
          return text;
        }
      }
      buffer.clear();
      int count = channel.read(buffer);
      buffer.flip();
      if (count < 0) {
        return "";
      }
    }
  }

  private void append(byte octet) throws IOException {
    if (line.size() == MAX_LINE) {
      throw new IOException("a line of more than " + MAX_LINE + " octets");
    }
    line.write(octet);
  }
}
