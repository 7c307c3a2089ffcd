package io.anyrack.rack.address;

/**
 * One end of a UDP or TCP exchange.
 *
 * @param address the IPv4 address
 * @param port 0 to 65535
 */
public record Endpoint(Ipv4Address address, int port) {
  /** Checks the port. */
  public Endpoint {
    if (port < 0 || port > 0xffff) {
      throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
    }
  }

  @Override
  public String toString() {
    return address + ":" + port;
  }
}
