package io.anyrack.netboot.tftp;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import io.anyrack.rack.address.Endpoint;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.net.Attachment;
import io.anyrack.rack.net.Datagram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/**
 * Puts a {@link TftpService} on a port of this machine. It answers addresses of the rack's nodes
 * only: a TFTP request has no room for a name that nobody could guess.
 */
public final class TenantTftp implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(TenantTftp.class.getName());

  /** The largest UDP payload: an acknowledgement is 4 octets, a request at most 512. */
  private static final int LARGEST = 2048;

  private final TftpService service;
  private final Function<Ipv4Address, Optional<Attachment>> nodes;
  private final DatagramChannel channel;
  private final InetSocketAddress local;

  /**
   * Starts listening.
   *
   * @param address where
   * @param service what answers; closed with this
   * @param nodes the node with this address
   * @throws UncheckedIOException if it cannot listen there
   */
  public TenantTftp(
      InetSocketAddress address,
      TftpService service,
      Function<Ipv4Address, Optional<Attachment>> nodes) {
    this.service = service;
    this.nodes = nodes;
    try {
      this.channel = DatagramChannel.open(StandardProtocolFamily.INET).bind(address);
      this.local = (InetSocketAddress) channel.getLocalAddress();
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
    Thread.ofVirtual().name("tftp").start(this::listen);
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return local;
  }

  private void listen() {
    ByteBuffer buffer = ByteBuffer.allocate(LARGEST);
    while (true) {
      try {
        buffer.clear();
        SocketAddress source = channel.receive(buffer);
        buffer.flip();
        if (source instanceof InetSocketAddress client
            && client.getAddress() instanceof Inet4Address address) {
          byte[] payload = Arrays.copyOf(buffer.array(), buffer.limit());
          nodes
              .apply(Ipv4Address.of(address))
              .ifPresent(node -> receive(node, client, address, payload));
        }
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        // Such as an ICMP error for an earlier answer: the next packet is another's.
        LOG.log(DEBUG, "TFTP: {0}", e.getMessage());
      }
    }
  }

  private void receive(
      Attachment node, InetSocketAddress client, Inet4Address address, byte[] payload) {
    Endpoint source = new Endpoint(Ipv4Address.of(address), client.getPort());
    Endpoint here = new Endpoint(Ipv4Address.ANY, local.getPort());
    service.receive(
        node, new Datagram(source, here, payload), answer -> send(client, answer.payload()));
  }

  private void send(InetSocketAddress client, byte[] payload) {
    try {
      channel.send(ByteBuffer.wrap(payload), client);
    } catch (IOException e) {
      LOG.log(WARNING, "TFTP: cannot answer {0}: {1}", client, e.getMessage());
    }
  }

  /** Ends all transfers. */
  @Override
  public void close() {
    service.close();
    try {
      channel.close();
    } catch (IOException e) {
      LOG.log(DEBUG, "TFTP: {0}", e.getMessage());
    }
  }
}
