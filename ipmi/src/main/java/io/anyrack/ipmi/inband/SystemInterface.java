package io.anyrack.ipmi.inband;

import io.anyrack.ipmi.bmc.IpmiException;
import io.anyrack.ipmi.command.Bmc;
import io.anyrack.ipmi.command.Caller;
import io.anyrack.ipmi.command.CommandTable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * A BMC's system interface for a virtual machine: QEMU connects to a unix socket and hands over
 * what the guest writes to its KCS interface (IPMI 2.0 §9). One connection at a time; a machine
 * that was restarted connects anew.
 */
public final class SystemInterface implements AutoCloseable {
  private static final Logger LOGGER = System.getLogger(SystemInterface.class.getName());

  /** QEMU itself passes on at most 300 octets. */
  private static final int LONGEST_MESSAGE = 512;

  private final Path path;
  private final CommandTable commands;
  private final Caller guest;
  private final ServerSocketChannel listener;
  private final Thread thread;
  private Optional<SocketChannel> machine = Optional.empty();

  /**
   * Listens, in the place of a socket that was left there.
   *
   * @throws IpmiException if it cannot
   */
  public SystemInterface(Path path, Bmc bmc, CommandTable commands) {
    this.path = path;
    this.commands = commands;
    this.guest = new Caller.InBand(bmc);
    try {
      Files.deleteIfExists(path);
      this.listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        listener.bind(UnixDomainSocketAddress.of(path), 1);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
      } catch (IOException e) {
        listener.close();
        throw e;
      }
    } catch (IOException e) {
      throw new IpmiException(
          "the in-band BMC of %s cannot listen on %s (%s): a unix socket needs a writable directory and a path of at most 107 octets"
              .formatted(bmc.node().name(), path, e.getMessage()),
          e);
    }
    this.thread = Thread.ofVirtual().name("kcs " + bmc.node().name()).start(this::run);
  }

  private void run() {
    while (listener.isOpen()) {
      try (SocketChannel accepted = listener.accept()) {
        if (connected(accepted)) {
          serve(accepted);
        }
      } catch (IOException e) {
        LOGGER.log(Level.DEBUG, "the machine at " + path + " hung up, or the service did", e);
      }
    }
  }

  /** Remembers the connection for {@link #close}; false if that came first. */
  private synchronized boolean connected(SocketChannel accepted) {
    machine = Optional.of(accepted);
    return listener.isOpen();
  }

  private void serve(SocketChannel machine) throws IOException {
    VmDecoder decoder = new VmDecoder(LONGEST_MESSAGE);
    ByteBuffer in = ByteBuffer.allocate(LONGEST_MESSAGE);
    while (machine.read(in.clear()) >= 0) {
      in.flip();
      while (in.hasRemaining()) {
        Optional<VmMessage> message = decoder.add(in.get());
        if (message.isPresent()) {
          answer(message.get(), machine);
        }
      }
    }
  }

  private void answer(VmMessage message, SocketChannel machine) throws IOException {
    ByteBuffer out = ByteBuffer.wrap(message.answer(commands.execute(message.request(), guest)));
    while (out.hasRemaining()) {
      machine.write(out);
    }
  }

  /** Stops listening, hangs up and removes the socket. */
  @Override
  public void close() {
    try {
      hangUp();
      thread.join();
      Files.deleteIfExists(path);
    } catch (IOException e) {
      LOGGER.log(Level.WARNING, path + " did not close cleanly", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Closes the channels; an interrupt would also hit the node's journal, were it being written. */
  private synchronized void hangUp() throws IOException {
    listener.close();
    if (machine.isPresent()) {
      machine.get().close();
    }
  }
}
