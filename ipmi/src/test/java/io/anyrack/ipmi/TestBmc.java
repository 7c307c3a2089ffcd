package io.anyrack.ipmi;

import io.anyrack.ipmi.bmc.Account;
import io.anyrack.ipmi.bmc.BmcEndpoint;
import io.anyrack.ipmi.bmc.DeviceFacts;
import io.anyrack.ipmi.bmc.LanFacts;
import io.anyrack.ipmi.message.Privilege;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.Secret;
import io.anyrack.rack.node.Node;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** The BMC that the tests serve. */
public final class TestBmc {
  /** The password of {@code admin}. */
  public static final String PASSWORD = "correct horse";

  /** The node's UUID. */
  public static final UUID GUID = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

  /** {@code admin} may do everything, {@code viewer} may look. */
  public static final List<Account> ACCOUNTS =
      List.of(
          new Account("admin", new Secret(PASSWORD), Privilege.ADMINISTRATOR),
          new Account("viewer", new Secret("look only"), Privilege.USER));

  private TestBmc() {}

  /** On a port of the kernel's choice on loopback. */
  public static BmcEndpoint of(Node node) {
    return at(node, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  /** At a given address. */
  public static BmcEndpoint at(Node node, InetSocketAddress bind) {
    return new BmcEndpoint(
        node,
        bind,
        ACCOUNTS,
        GUID,
        new NodeSpec.Identity("Anyrack", "Node", "lab-node1"),
        DeviceFacts.anyrack(0, 1),
        new LanFacts(
            Ipv4Address.parse("127.0.0.1"),
            Ipv4Address.parse("255.0.0.0"),
            Ipv4Address.parse("127.0.0.254"),
            MacAddress.parse("52:54:00:12:34:56"),
            OptionalInt.empty()),
        Optional.of(Duration.ofSeconds(90)));
  }
}
