package io.anyrack.netboot.dhcp;

import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.MacAddress;
import java.util.Optional;

/**
 * A DHCP message on Ethernet (RFC 2131 §2). The field names are the RFC's.
 *
 * @param op who speaks
 * @param xid the transaction, chosen by the client
 * @param secs seconds since the client began
 * @param broadcast whether the client can only receive broadcasts yet (RFC 2131 §4.1)
 * @param ciaddr the address a client already has
 * @param yiaddr "your" address, given by the server
 * @param siaddr the next server, from which to load the boot file
 * @param giaddr the relay
 * @param chaddr the client's MAC
 * @param sname the server's name, at most 64 octets
 * @param file the boot file's name, at most 128 octets
 * @param options the options; overloaded fields and split options are already joined
 */
public record DhcpMessage(
    Op op,
    int xid,
    int secs,
    boolean broadcast,
    Ipv4Address ciaddr,
    Ipv4Address yiaddr,
    Ipv4Address siaddr,
    Ipv4Address giaddr,
    MacAddress chaddr,
    String sname,
    String file,
    DhcpOptions options) {

  /** Who speaks. */
  public enum Op {
    /** A client. */
    BOOTREQUEST,
    /** A server. */
    BOOTREPLY
  }

  /** What the message is; empty for plain BOOTP (RFC 951) and for types not known. */
  public Optional<MessageType> type() {
    return options
        .get(OptionCode.MESSAGE_TYPE)
        .filter(value -> value.length == 1)
        .flatMap(value -> MessageType.of(value[0]));
  }
}
