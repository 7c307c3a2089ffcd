package io.anyrack.netboot.dns;

import io.anyrack.netboot.port.Ports;
import io.anyrack.netboot.wire.MalformedPacketException;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.net.Attachment;
import io.anyrack.rack.net.Datagram;
import io.anyrack.rack.net.DatagramService;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * DNS on a network's gateway: the rack's own names at once; others through the host's resolver,
 * where the network may reach the outside, on threads of its own.
 *
 * <p>Thread-safe; {@link #receive} never blocks.
 */
public final class DnsService implements DatagramService, AutoCloseable {
  /** The server's port. */
  public static final int PORT = 53;

  /** As long as the JDK keeps what the host's resolver said, in seconds. */
  private static final int FORWARDED_TTL = 30;

  private final Supplier<Ports> ports;
  private final Resolver resolver;
  private final ThreadPoolExecutor lookups;

  /**
   * A service.
   *
   * @param ports the rack's ports as they are now
   * @param resolver finds names outside the rack
   * @param concurrentLookups how many names are looked up at once; eight times as many wait, and
   *     what comes on top is answered SERVFAIL
   */
  public DnsService(Supplier<Ports> ports, Resolver resolver, int concurrentLookups) {
    this.ports = ports;
    this.resolver = resolver;
    // Platform threads: a look-up waits in native code and would pin the carrier of a virtual one.
    this.lookups =
        new ThreadPoolExecutor(
            concurrentLookups,
            concurrentLookups,
            5,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(concurrentLookups * 8),
            Thread.ofPlatform().daemon().name("dns-lookup-", 0).factory());
    lookups.allowCoreThreadTimeOut(true);
  }

  @Override
  public void receive(Attachment from, Datagram datagram, Replies replies) {
    Ports rack = ports.get();
    Optional<Network> network = rack.rack().network(from.network());
    if (network.isEmpty()) {
      return;
    }
    DnsQuery query;
    try {
      query = DnsCodec.read(datagram.payload());
    } catch (MalformedPacketException e) {
      return; // no client of ours sends such; an answer would only help whoever fakes sources
    }
    Optional<DnsResponse> known = known(new RackZone(rack, network.get()), query);
    if (known.isPresent()) {
      reply(datagram, query, known.get(), replies);
      return;
    }
    try {
      lookups.execute(() -> reply(datagram, query, forward(query), replies));
    } catch (RejectedExecutionException e) {
      reply(datagram, query, DnsResponse.failed(DnsResponse.Code.SERVFAIL), replies);
    }
  }

  /** What can be answered without asking anybody. */
  private static Optional<DnsResponse> known(RackZone zone, DnsQuery query) {
    if (query.opcode() != 0) {
      return Optional.of(DnsResponse.failed(DnsResponse.Code.NOTIMP));
    } else if (query.recordClass() != DnsQuery.INTERNET) {
      return Optional.of(DnsResponse.failed(DnsResponse.Code.REFUSED));
    }
    Optional<DnsResponse> own = zone.answer(query);
    if (own.isPresent()) {
      return own;
    } else if (!zone.network().outward()) {
      // Not REFUSED: that makes resolvers of guests try again for seconds.
      return Optional.of(DnsResponse.failed(DnsResponse.Code.NXDOMAIN));
    } else if (query.type() != DnsQuery.A && query.type() != DnsQuery.AAAA) {
      return Optional.of(DnsResponse.failed(DnsResponse.Code.REFUSED));
    }
    return Optional.empty();
  }

  private DnsResponse forward(DnsQuery query) {
    List<DnsRecord> records = new ArrayList<>();
    try {
      for (InetAddress address : resolver.resolve(query.name())) {
        // This machine's own loopback names mean nothing to a guest.
        if (!address.isLoopbackAddress()) {
          record(address, query.type()).ifPresent(records::add);
        }
      }
    } catch (UnknownHostException e) {
      return DnsResponse.failed(DnsResponse.Code.NXDOMAIN);
    }
    return DnsResponse.forwarded(records);
  }

  private static Optional<DnsRecord> record(InetAddress address, int type) {
    return switch (address) {
      case Inet4Address v4 when type == DnsQuery.A ->
          Optional.of(new DnsRecord.A(Ipv4Address.of(v4), FORWARDED_TTL));
      case Inet6Address v6 when type == DnsQuery.AAAA ->
          Optional.of(new DnsRecord.Aaaa(v6, FORWARDED_TTL));
      default -> Optional.empty();
    };
  }

  private static void reply(Datagram asked, DnsQuery query, DnsResponse response, Replies replies) {
    replies.send(
        new Datagram(asked.destination(), asked.source(), DnsCodec.write(query, response)));
  }

  /** Ends the look-ups under way; their clients get no answer. */
  @Override
  public void close() {
    lookups.shutdownNow();
  }
}
