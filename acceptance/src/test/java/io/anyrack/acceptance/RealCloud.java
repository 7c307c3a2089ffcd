package io.anyrack.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;

/** The cloud of tests tagged {@code openstack}: the one of {@code testbed/}, or another. */
final class RealCloud {
  /** The entry of {@code clouds.yaml}. */
  static final String ENTRY = variable("ANYRACK_TEST_CLOUD", "rack");

  /** An address of this machine that servers of the project reach. */
  static final String ADDRESS = variable("ANYRACK_TEST_ADDRESS", "198.51.100.1");

  /** The cloud's network that routers have their gateway on. */
  static final String EXTERNAL = variable("ANYRACK_TEST_EXTERNAL", "external");

  /** A Debian 12 of the project that can be logged in to. */
  static final String IMAGE = variable("ANYRACK_TEST_IMAGE", "guest");

  /** A flavor that holds it. */
  static final String FLAVOR = variable("ANYRACK_TEST_FLAVOR", "t1.small");

  private RealCloud() {}

  /**
   * The first lines of a rack file: a network behind a router of the rack's own.
   *
   * @param name of the rack
   */
  static String head(String name) {
    return """
    rack: %s
    cloud: { openstack: { cloud: %s } }
    networks: [{ name: provision, cidr: 192.0.2.0/24, router: edge }]
    routers: [{ name: edge, external: %s }]
    """
        .formatted(name, ENTRY, EXTERNAL);
  }

  /** A TCP port of {@link #ADDRESS} that nobody has. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName(ADDRESS), 0));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String variable(String name, String otherwise) {
    return Optional.ofNullable(System.getenv(name)).orElse(otherwise);
  }
}
