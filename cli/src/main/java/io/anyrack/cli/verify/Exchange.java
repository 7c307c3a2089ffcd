package io.anyrack.cli.verify;

import io.anyrack.local.ethernet.EtherType;
import io.anyrack.local.ethernet.Frame;
import io.anyrack.local.ip.ArpPacket;
import io.anyrack.local.ip.Headers;
import io.anyrack.local.ip.InternetChecksum;
import io.anyrack.local.ip.Ipv4Packet;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.MacAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** Questions by frames, and their answers. For one thread at a time. */
final class Exchange {
  private static final int ICMP_HEADER = 8;
  private static final int ECHO = 8;
  private static final int ECHO_REPLY = 0;
  private static final int IDENTIFIER = 0x4152;
  private static final int TRIES = 3;

  private final Standpoint from;
  private final Duration patience;
  private int sequence;

  /** Questions from a place; {@code patience} for each of a few tries. */
  Exchange(Standpoint from, Duration patience) {
    this.from = from;
    this.patience = patience;
  }

  /** Who has {@code address}; empty: nobody answers. */
  Optional<MacAddress> resolve(Ipv4Address address) throws InterruptedException {
    byte[] request =
        new ArpPacket(ArpPacket.REQUEST, from.mac(), from.source(), MacAddress.BROADCAST, address)
            .toFrame();
    return ask(
        request,
        frame ->
            arp(frame)
                .filter(arp -> arp.operation() == ArpPacket.REPLY && arp.sender().equals(address))
                .map(ArpPacket::senderMac));
  }

  /** Whether {@code address} at {@code mac} answers an echo in a packet of {@code size} octets. */
  boolean answersEcho(Ipv4Address address, MacAddress mac, int size) throws InterruptedException {
    int number = ++sequence & 0xffff;
    return ask(echo(address, mac, size, number), frame -> reply(frame, address, number))
        .isPresent();
  }

  private byte[] echo(Ipv4Address address, MacAddress mac, int size, int number) {
    int length = size - Ipv4Packet.HEADER;
    ByteBuffer frame = ByteBuffer.allocate(Headers.LENGTH + length);
    Headers.ipv4(frame, mac, from.mac(), from.source(), address, Ipv4Packet.ICMP, length);
    int at = Headers.LENGTH;
    frame.put(at, (byte) ECHO).putShort(at + 4, (short) IDENTIFIER);
    frame.putShort(at + 6, (short) number);
    frame.putShort(at + 2, (short) InternetChecksum.fold(InternetChecksum.sum(frame, at, length)));
    return frame.array();
  }

  private static Optional<Integer> reply(Frame frame, Ipv4Address address, int number) {
    return ip(frame)
        .filter(packet -> packet.protocol() == Ipv4Packet.ICMP && packet.source().equals(address))
        .filter(packet -> packet.length() >= ICMP_HEADER)
        .filter(packet -> frame.u8(packet.payload()) == ECHO_REPLY)
        .filter(packet -> frame.u16(packet.payload() + 4) == IDENTIFIER)
        .filter(packet -> frame.u16(packet.payload() + 6) == number)
        .map(Ipv4Packet::length);
  }

  /** The answer to a frame, asked for a few times; a frame that does not go out has none. */
  <T> Optional<T> ask(byte[] frame, Function<Frame, Optional<T>> reading)
      throws InterruptedException {
    for (int i = 0; i < TRIES; i++) {
      if (from.tap().send(frame).isPresent()) {
        return Optional.empty(); // it did not go out
      }
      Optional<T> answer = next(reading, patience);
      if (answer.isPresent()) {
        return answer;
      }
    }
    return Optional.empty();
  }

  /** The next frame that {@code reading} makes something of, within {@code limit}. */
  <T> Optional<T> next(Function<Frame, Optional<T>> reading, Duration limit)
      throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    for (long left = limit.toNanos(); left > 0; left = end - System.nanoTime()) {
      Optional<Frame> frame = from.tap().receive(Duration.ofNanos(left)).map(Frame::of);
      frame.flatMap(Exchange::arp).ifPresent(this::answer);
      Optional<T> found = frame.flatMap(reading);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** Whoever is to answer us asks first where we are. */
  private void answer(ArpPacket request) {
    if (request.operation() == ArpPacket.REQUEST
        && request.target().equals(from.source())
        && !request.sender().equals(from.source())) {
      Optional<String> _ = from.tap().send(request.reply(from.mac()).toFrame());
    }
  }

  static Optional<ArpPacket> arp(Frame frame) {
    return isOf(frame, EtherType.ARP) ? ArpPacket.read(frame) : Optional.empty();
  }

  static Optional<Ipv4Packet> ip(Frame frame) {
    return isOf(frame, EtherType.IPV4) ? Ipv4Packet.read(frame) : Optional.empty();
  }

  private static boolean isOf(Frame frame, int type) {
    return frame.length() >= Frame.HEADER && frame.etherType() == type;
  }
}
