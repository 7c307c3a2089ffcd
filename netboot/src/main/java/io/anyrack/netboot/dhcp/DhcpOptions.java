package io.anyrack.netboot.dhcp;

import io.anyrack.rack.address.Ipv4Address;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.TreeMap;

/** The options of a DHCP message, each code once, in the order of the wire. Immutable. */
public final class DhcpOptions {
  /** No options. */
  public static final DhcpOptions NONE = new DhcpOptions(new LinkedHashMap<>());

  private final SequencedMap<Integer, byte[]> values;

  /** Takes over {@code values}. */
  DhcpOptions(SequencedMap<Integer, byte[]> values) {
    this.values = values;
  }

  /** These options and {@code value} under {@code code}, in the place of an earlier one. */
  public DhcpOptions with(int code, byte[] value) {
    SequencedMap<Integer, byte[]> copy = new LinkedHashMap<>(values);
    copy.put(code, value.clone());
    return new DhcpOptions(copy);
  }

  DhcpOptions with(int code, Ipv4Address value) {
    return with(code, value.octets());
  }

  DhcpOptions with(int code, String value) {
    return with(code, value.getBytes(StandardCharsets.UTF_8));
  }

  DhcpOptions with(MessageType type) {
    return with(OptionCode.MESSAGE_TYPE, new byte[] {(byte) type.code()});
  }

  DhcpOptions withU16(int code, int value) {
    return with(code, ByteBuffer.allocate(2).putShort((short) value).array());
  }

  DhcpOptions withU32(int code, long value) {
    return with(code, ByteBuffer.allocate(4).putInt((int) value).array());
  }

  /** These options without {@code code}. */
  public DhcpOptions without(int code) {
    SequencedMap<Integer, byte[]> copy = new LinkedHashMap<>(values);
    copy.remove(code);
    return new DhcpOptions(copy);
  }

  /** The codes, in order. */
  public SequencedSet<Integer> codes() {
    return Collections.unmodifiableSequencedSet(values.sequencedKeySet());
  }

  /** The value of {@code code}. */
  public Optional<byte[]> get(int code) {
    return Optional.ofNullable(values.get(code)).map(byte[]::clone);
  }

  /** The value of {@code code} as text, without trailing NULs (RFC 2132 §2). */
  public Optional<String> text(int code) {
    return get(code)
        .map(value -> new String(value, StandardCharsets.UTF_8).replaceFirst("\0+$", ""));
  }

  /** The value of {@code code} as an address; of several the first; empty if it is too short. */
  public Optional<Ipv4Address> address(int code) {
    return get(code)
        .filter(value -> value.length >= Ipv4Address.LENGTH)
        .map(value -> Ipv4Address.read(value, 0));
  }

  /** The value of {@code code} as a number of two octets; empty if it has another length. */
  public Optional<Integer> u16(int code) {
    return get(code)
        .filter(value -> value.length == 2)
        .map(value -> ByteBuffer.wrap(value).getShort() & 0xffff);
  }

  /** The value of {@code code} as a number of four octets; empty if it has another length. */
  Optional<Long> u32(int code) {
    return get(code)
        .filter(value -> value.length == 4)
        .map(value -> ByteBuffer.wrap(value).getInt() & 0xffff_ffffL);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DhcpOptions that && hex().equals(that.hex());
  }

  @Override
  public int hashCode() {
    return hex().hashCode();
  }

  @Override
  public String toString() {
    return hex().toString();
  }

  private Map<Integer, String> hex() {
    Map<Integer, String> hex = new TreeMap<>();
    values.forEach((code, value) -> hex.put(code, HexFormat.of().formatHex(value)));
    return hex;
  }
}
