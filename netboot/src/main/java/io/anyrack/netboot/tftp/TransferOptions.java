package io.anyrack.netboot.tftp;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SequencedMap;

/**
 * What client and server agree on for one transfer (RFC 2347).
 *
 * @param blockSize octets in each block but the last (RFC 2348)
 * @param window blocks sent before an acknowledgement (RFC 7440)
 * @param timeout how long an acknowledgement is waited for (RFC 2349)
 * @param acknowledged the options as the client is told; empty: it asked for none
 */
record TransferOptions(
    int blockSize, int window, Duration timeout, SequencedMap<String, String> acknowledged) {
  /** RFC 1350's block size. */
  private static final int DEFAULT_BLOCK_SIZE = 512;

  private static final int SMALLEST_BLOCK_SIZE = 8;
  private static final int LARGEST_BLOCK_SIZE = 65464;

  /** IP, UDP and TFTP header: what a packet holds beside the block. */
  private static final int HEADERS = 32;

  /**
   * Agrees to what can be agreed to; other options are left out, which refuses them.
   *
   * @param asked the client's options, names in lower case
   * @param size the file's size in octets
   * @param mtu the network's; a block is never larger, because boot ROMs do not join fragments
   */
  static TransferOptions agree(Map<String, String> asked, long size, int mtu, TftpLimits limits) {
    SequencedMap<String, String> agreed = new LinkedHashMap<>();
    int largest = Math.min(LARGEST_BLOCK_SIZE, mtu - HEADERS);
    int blockSize = Math.min(DEFAULT_BLOCK_SIZE, largest);
    OptionalLong blksize = number(asked, "blksize");
    if (blksize.isPresent() && blksize.getAsLong() >= SMALLEST_BLOCK_SIZE) {
      blockSize = Math.clamp(blksize.getAsLong(), SMALLEST_BLOCK_SIZE, largest);
      agreed.put("blksize", Integer.toString(blockSize));
    }
    if (number(asked, "tsize").isPresent()) {
      agreed.put("tsize", Long.toString(size));
    }
    Duration timeout = limits.timeout();
    OptionalLong seconds = number(asked, "timeout");
    if (seconds.isPresent() && seconds.getAsLong() >= 1 && seconds.getAsLong() <= 255) {
      timeout = Duration.ofSeconds(seconds.getAsLong());
      agreed.put("timeout", Long.toString(seconds.getAsLong()));
    }
    int window = 1;
    OptionalLong windowsize = number(asked, "windowsize");
    if (windowsize.isPresent() && windowsize.getAsLong() >= 1) {
      window = Math.clamp(windowsize.getAsLong(), 1, limits.window());
      agreed.put("windowsize", Integer.toString(window));
    }
    return new TransferOptions(blockSize, window, timeout, agreed);
  }

  private static OptionalLong number(Map<String, String> options, String name) {
    String value = options.getOrDefault(name, "");
    return value.matches("[0-9]{1,18}")
        ? OptionalLong.of(Long.parseLong(value))
        : OptionalLong.empty();
  }
}
