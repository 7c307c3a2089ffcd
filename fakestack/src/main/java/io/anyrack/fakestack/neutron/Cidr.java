package io.anyrack.fakestack.neutron;

import java.math.BigInteger;
import java.util.Optional;

/** A block of addresses. */
record Cidr(Address first, int prefix) {
  static Optional<Cidr> parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || !text.substring(slash + 1).matches("\\d{1,3}")) {
      return Optional.empty();
    }
    int prefix = Integer.parseInt(text.substring(slash + 1));
    return Address.parse(text.substring(0, slash))
        .filter(address -> prefix <= address.bits())
        .map(address -> new Cidr(base(address, prefix), prefix));
  }

  private static Address base(Address address, int prefix) {
    int host = address.bits() - prefix;
    return new Address(address.value().shiftRight(host).shiftLeft(host), address.bits());
  }

  Address last() {
    BigInteger size = BigInteger.ONE.shiftLeft(first.bits() - prefix);
    return new Address(first.value().add(size).subtract(BigInteger.ONE), first.bits());
  }

  boolean contains(Address address) {
    return address.bits() == first.bits()
        && address.compareTo(first) >= 0
        && address.compareTo(last()) <= 0;
  }

  boolean overlaps(Cidr other) {
    return contains(other.first) || other.contains(first);
  }

  /** The address that a card with this MAC gives itself here (RFC 4291, appendix A). */
  Address eui64(String mac) {
    BigInteger number = new BigInteger(mac.replace(":", ""), 16);
    BigInteger high = number.shiftRight(24).xor(BigInteger.valueOf(0x020000));
    BigInteger low = number.and(BigInteger.valueOf(0xffffff));
    BigInteger id = high.shiftLeft(40).or(BigInteger.valueOf(0xfffe).shiftLeft(24)).or(low);
    return new Address(first.value().or(id), first.bits());
  }

  @Override
  public String toString() {
    return first + "/" + prefix;
  }
}
