package io.anyrack.netboot.dns;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of names outside the rack. May block. */
@FunctionalInterface
public interface Resolver {
  /** The resolver of the operating system, with whatever this machine is configured to use. */
  static Resolver ofHost() {
    return name -> List.of(InetAddress.getAllByName(name));
  }

  /**
   * The addresses of {@code name}, IPv4 and IPv6, at least one.
   *
   * @throws UnknownHostException if there are none
   */
  List<InetAddress> resolve(String name) throws UnknownHostException;
}
