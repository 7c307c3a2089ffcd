package io.anyrack.netboot.tftp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Sends one file to one client: windows of blocks, each window sent again until it is acknowledged
 * (RFC 1350 §2, RFC 7440).
 *
 * <p>Belongs to one thread.
 */
final class Transfer {
  private final FileChannel file;
  private final long size;
  private final TransferOptions options;
  private final int retries;
  private final Consumer<TftpPacket> out;
  private final BlockingQueue<TftpPacket> in;

  /** The number of blocks acknowledged; block n has the number n modulo 65536 on the wire. */
  private long acknowledged;

  /**
   * A transfer.
   *
   * @param file what to send; closed by the caller
   * @param size its length when the transfer was agreed on
   * @param options what was agreed on
   * @param retries how often a window is sent again
   * @param in the client's packets
   * @param out sends a packet to the client
   */
  Transfer(
      FileChannel file,
      long size,
      TransferOptions options,
      int retries,
      BlockingQueue<TftpPacket> in,
      Consumer<TftpPacket> out) {
    this.file = file;
    this.size = size;
    this.options = options;
    this.retries = retries;
    this.in = in;
    this.out = out;
  }

  /**
   * Sends the file.
   *
   * @return whether the client acknowledged all of it
   * @throws IOException if the file cannot be read
   */
  boolean run() throws IOException, InterruptedException {
    if (!options.acknowledged().isEmpty()) {
      TftpPacket agreement = new TftpPacket.OptionAck(options.acknowledged());
      if (!exchange(() -> out.accept(agreement), 0)) {
        return false;
      }
    }
    // A file whose size is a multiple of the block size ends with an empty block (RFC 1350 §6).
    long blocks = size / options.blockSize() + 1;
    while (acknowledged < blocks) {
      long end = Math.min(acknowledged + options.window(), blocks);
      if (!exchange(() -> sendUpTo(end), end)) {
        return false;
      }
    }
    return true;
  }

  /** The octets the client acknowledged. */
  long octets() {
    return Math.min(size, acknowledged * options.blockSize());
  }

  private interface Sending {
    void send() throws IOException;
  }

  /**
   * Sends until the client acknowledges something of it.
   *
   * @param end the number of the last block sent; 0: the options
   * @return false if the client gave up or fell silent
   */
  private boolean exchange(Sending sending, long end) throws IOException, InterruptedException {
    for (int attempt = 0; attempt <= retries; attempt++) {
      sending.send();
      Optional<Boolean> outcome = acknowledgement(end, options.window() > 1 && attempt == 0);
      if (outcome.isPresent()) {
        return outcome.get();
      }
    }
    return false;
  }

  /**
   * Waits for an acknowledgement.
   *
   * @param end the number of the last block sent
   * @param repeatEarly whether an old acknowledgement says that the first block was lost
   * @return true if one came, false if the client gave up, empty if the sending is to be repeated
   */
  private Optional<Boolean> acknowledgement(long end, boolean repeatEarly)
      throws InterruptedException {
    long deadline = System.nanoTime() + options.timeout().toNanos();
    while (true) {
      TftpPacket packet = in.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      switch (packet) {
        case null -> {
          return Optional.empty();
        }
        case TftpPacket.Failure _ -> {
          return Optional.of(false);
        }
        case TftpPacket.Ack(int block) -> {
          int progress = (block - (int) acknowledged) & 0xffff;
          if (progress <= end - acknowledged && (progress > 0 || end == 0)) {
            acknowledged += progress;
            return Optional.of(true);
          }
          // An old acknowledgement once more: answering each would double every later packet
          // ("Sorcerer's Apprentice Syndrome", RFC 1123 §4.2.3.1). With a window it says that the
          // first block was lost (RFC 7440 §4), but clients may say so for each block that follows,
          // so that it counts once.
          if (progress == 0 && repeatEarly) {
            return Optional.empty();
          }
        }
        case TftpPacket.Data _,
            TftpPacket.OptionAck _,
            TftpPacket.ReadRequest _,
            TftpPacket.WriteRequest _ -> {
          // not for a reader to send
        }
      }
    }
  }

  private void sendUpTo(long end) throws IOException {
    for (long block = acknowledged + 1; block <= end; block++) {
      out.accept(new TftpPacket.Data((int) (block & 0xffff), read(block)));
    }
  }

  private byte[] read(long block) throws IOException {
    long position = (block - 1) * options.blockSize();
    ByteBuffer content = ByteBuffer.allocate((int) Math.min(options.blockSize(), size - position));
    while (content.hasRemaining()) {
      if (file.read(content, position + content.position()) < 0) {
        throw new IOException("the file became shorter while it was sent");
      }
    }
    return content.array();
  }
}
