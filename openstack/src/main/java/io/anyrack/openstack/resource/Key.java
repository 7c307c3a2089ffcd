package io.anyrack.openstack.resource;

import java.util.Locale;

/**
 * What one resource is called within its rack.
 *
 * @param type what it is
 * @param name unique for its type, such as {@code node-1/provision}
 */
record Key(Type type, String name) {
  /** What a resource is. */
  enum Type {
    /** A network. */
    NETWORK,
    /** A subnet. */
    SUBNET,
    /** A router. */
    ROUTER,
    /** A router's port on a network. */
    INTERFACE,
    /** A security group. */
    GROUP,
    /** A key pair. */
    KEYPAIR,
    /** A boot medium. */
    MEDIUM,
    /** A volume. */
    VOLUME,
    /** A port. */
    PORT,
    /** A server, also a node's. */
    SERVER,
    /** A floating IP. */
    FLOATING_IP;

    /** For people. */
    String word() {
      return this == GROUP ? "security group" : name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  @Override
  public String toString() {
    return type.word() + " " + name;
  }
}
