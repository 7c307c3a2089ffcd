package io.anyrack.local.qemu;

import java.time.Duration;

/**
 * How long and how big things may get.
 *
 * @param start until QEMU listens on its sockets
 * @param command until QEMU answers on its control socket
 * @param stop until a QEMU that was told to end is killed, and until a killed one is gone
 * @param imageTool until {@code qemu-img} has made a disk
 * @param download until an image for the CD drive is here
 * @param downloadBytes how big it may be
 * @param consoleHistory octets of serial output that are kept in memory per node
 * @param consoleLog octets of serial output that are kept on disk per node, twice
 */
public record QemuLimits(
    Duration start,
    Duration command,
    Duration stop,
    Duration imageTool,
    Duration download,
    long downloadBytes,
    int consoleHistory,
    long consoleLog) {
  /** For everyday use. */
  public static final QemuLimits DEFAULTS =
      new QemuLimits(
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofMinutes(1),
          Duration.ofMinutes(30),
          32L << 30,
          256 << 10,
          8L << 20);
}
