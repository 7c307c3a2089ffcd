package io.anyrack.cli.verify;

import io.anyrack.cli.verify.Vantage.Sharers;
import io.anyrack.local.ethernet.Frame;
import io.anyrack.local.ip.ArpPacket;
import io.anyrack.local.ip.IcmpMessage;
import io.anyrack.local.ip.Ipv4Packet;
import io.anyrack.rack.RackException;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.model.Network;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A virtual address that moves from one node to another answers at the new place, as keepalived
 * moves it: by a gratuitous ARP (RFC 5227 §3) through the guards of both ports. Where nobody can
 * stand in the place of a node, it is seen where the address answers now.
 */
final class SharedAddress implements Check {
  private static final String REMEDY =
      "let its nodes' ports have it: allowed-pairs in the rack file, or `anyrack sync`";

  private static final int ECHO_SIZE = 100;

  private final Network network;
  private final Ipv4Address address;
  private final Vantage vantage;
  private final Duration window;

  /** Moves {@code address} on {@code network}. */
  SharedAddress(Network network, Ipv4Address address, Vantage vantage, Duration window) {
    this.network = network;
    this.address = address;
    this.vantage = vantage;
    this.window = window;
  }

  @Override
  public String name() {
    return "vip";
  }

  @Override
  public String subject() {
    return address.toString();
  }

  @Override
  public Duration limit() {
    return window.multipliedBy(20).plusSeconds(30);
  }

  @Override
  public Verdict look() throws InterruptedException {
    try {
      return switch (vantage.sharers(network, address)) {
        case Sharers.Stead stead -> move(stead);
        case Sharers.Nodes(var nodes) -> see(nodes);
      };
    } catch (CannotTryException e) {
      throw e;
    } catch (RackException e) {
      return new Verdict.Fail(String.valueOf(e.getMessage()), REMEDY);
    }
  }

  /** What is there is looked at: only the nodes themselves can move it. */
  private Verdict see(Map<MacAddress, Set<String>> nodes) throws InterruptedException {
    String open = "it is open for " + joined(nodes.values().stream().flatMap(Set::stream), " and ");
    try (Standpoint here = vantage.at(network)) {
      Exchange exchange = new Exchange(here, window);
      Optional<MacAddress> holder = exchange.resolve(address);
      if (holder.isEmpty()) {
        return new Verdict.Skip(
            open + "; none of them has it now, as seen from " + here.where(),
            "when one has it, say it again");
      }
      MacAddress mac = holder.get();
      if (!nodes.containsKey(mac)) {
        return new Verdict.Fail(
            open + ", and " + mac + " has it", "see who that is: others may not use it");
      }
      String at = joined(nodes.getOrDefault(mac, Set.of()).stream(), " or ");
      return exchange.answersEcho(address, mac, ECHO_SIZE)
          ? new Verdict.Pass(open + "; answers at " + at + ", as seen from " + here.where())
          : new Verdict.Fail(open + "; " + at + " has it and answers no echo", REMEDY);
    } catch (CannotTryException e) {
      return new Verdict.Skip(open + "; nobody can look at it: " + e.getMessage(), e.remedy());
    }
  }

  private static String joined(Stream<String> names, String word) {
    return names.distinct().sorted().collect(Collectors.joining(word));
  }

  private Verdict move(Sharers.Stead stead) throws InterruptedException {
    try (Sharers.Stead nodes = stead;
        Standpoint here = vantage.at(network)) {
      Optional<MacAddress> holder = new Exchange(here, window).resolve(address);
      if (holder.isPresent()) {
        return new Verdict.Skip(
            "%s has it now: a trial would take it away".formatted(holder.get()), "");
      }
      for (Standpoint node : new Standpoint[] {nodes.first(), nodes.second()}) {
        Optional<String> why = answersAt(node, here);
        if (why.isPresent()) {
          return new Verdict.Fail(why.get(), REMEDY);
        }
      }
      return new Verdict.Pass(
          "answers at %s, and after its move at %s"
              .formatted(nodes.first().where(), nodes.second().where()));
    }
  }

  /** Why the address does not answer once it moved to a node. */
  private Optional<String> answersAt(Standpoint node, Standpoint here) throws InterruptedException {
    byte[] moved =
        new ArpPacket(ArpPacket.REQUEST, node.mac(), address, MacAddress.BROADCAST, address)
            .toFrame();
    Optional<String> refused = node.tap().send(moved);
    if (refused.isPresent()) {
      return Optional.of("the guard of %s drops it (%s)".formatted(node.where(), refused.get()));
    }
    Optional<MacAddress> seen =
        new Exchange(here, window)
            .next(
                frame ->
                    Exchange.arp(frame)
                        .filter(arp -> arp.sender().equals(address))
                        .map(ArpPacket::senderMac),
                window);
    if (!seen.equals(Optional.of(node.mac()))) {
      return Optional.of("its move to " + node.where() + " is not seen on the network");
    }
    Thread answering = Thread.ofVirtual().start(() -> answer(node));
    try {
      return new Exchange(here, window).answersEcho(address, node.mac(), ECHO_SIZE)
          ? Optional.empty()
          : Optional.of("it does not answer at " + node.where());
    } finally {
      answering.interrupt();
    }
  }

  /** What the node's own network stack would do. */
  private void answer(Standpoint node) {
    try {
      while (true) {
        node.tap()
            .receive(Duration.ofSeconds(1))
            .map(Frame::of)
            .flatMap(Exchange::ip)
            .filter(packet -> packet.destination().equals(address))
            .flatMap(packet -> reply(packet, node))
            .ifPresent(
                reply -> {
                  Optional<String> _ = node.tap().send(reply);
                });
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Optional<byte[]> reply(Ipv4Packet packet, Standpoint node) {
    return packet.protocol() == Ipv4Packet.ICMP
        ? IcmpMessage.echoReply(
            packet,
            /* destination= */ new MacAddress(packet.frame().source()),
            /* source= */ node.mac())
        : Optional.empty();
  }
}
