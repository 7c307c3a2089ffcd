package io.anyrack.ipmi;

import io.anyrack.ipmi.bmc.BmcEndpoint;
import io.anyrack.ipmi.bmc.DeviceFacts;
import io.anyrack.ipmi.bmc.LanFacts;
import io.anyrack.rack.account.AccountStore;
import io.anyrack.rack.account.Accounts;
import io.anyrack.rack.account.Role;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.Secret;
import io.anyrack.rack.node.Node;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
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
  public static Accounts accounts() {
    Accounts accounts =
        new Accounts(
            "admin", new Secret(PASSWORD), Accounts.DEFAULT_PLACES, AccountStore.inMemory());
    accounts.add("viewer", new Secret("look only"), Role.READ_ONLY, true);
    return accounts;
  }

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
        accounts(),
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
