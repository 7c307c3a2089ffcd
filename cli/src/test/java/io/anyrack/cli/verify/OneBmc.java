package io.anyrack.cli.verify;

import io.anyrack.ipmi.IpmiServer;
import io.anyrack.ipmi.bmc.BmcEndpoint;
import io.anyrack.ipmi.bmc.DeviceFacts;
import io.anyrack.ipmi.bmc.LanFacts;
import io.anyrack.ipmi.session.SessionLimits;
import io.anyrack.ipmi.sol.SolLimits;
import io.anyrack.rack.account.AccountStore;
import io.anyrack.rack.account.Accounts;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.cloud.Console;
import io.anyrack.rack.model.BootOverride;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.Secret;
import io.anyrack.rack.node.Answer;
import io.anyrack.rack.node.Command;
import io.anyrack.rack.node.EventLog;
import io.anyrack.rack.node.FileEventLog;
import io.anyrack.rack.node.Node;
import io.anyrack.rack.node.NodeState;
import io.anyrack.rack.node.NodeStatus;
import io.anyrack.rack.node.Origin;
import io.anyrack.rack.node.SteadyTime;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** The BMC of one node that is off, whose user is {@code admin}. */
final class OneBmc implements AutoCloseable {
  private final IpmiServer server =
      new IpmiServer(
          Clock.systemUTC(),
          new SteadyTime(),
          new SecureRandom(),
          SessionLimits.DEFAULT,
          SolLimits.DEFAULT);
  private final int port;

  OneBmc(Path directory, String password) {
    BmcEndpoint endpoint =
        new BmcEndpoint(
            new OffNode(new FileEventLog(directory.resolve("e"), 10, Clock.systemUTC())),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new Accounts(
                "admin", new Secret(password), Accounts.DEFAULT_PLACES, AccountStore.inMemory()),
            new UUID(0, 1),
            new NodeSpec.Identity("Anyrack", "Node", "lab-a"),
            DeviceFacts.anyrack(0, 1),
            new LanFacts(
                Ipv4Address.parse("127.0.0.1"),
                Ipv4Address.parse("255.0.0.0"),
                Ipv4Address.parse("127.0.0.254"),
                MacAddress.parse("52:54:00:12:34:56"),
                OptionalInt.empty()),
            Optional.empty());
    port = server.add(endpoint).address().getPort();
  }

  private record OffNode(EventLog events) implements Node {
    @Override
    public String name() {
      return "a";
    }

    @Override
    public NodeStatus status() {
      return new NodeStatus(
          new NodeState.Off(),
          BootOverride.NONE,
          Optional.empty(),
          false,
          Instant.EPOCH,
          NodeStatus.RestartCause.UNKNOWN,
          false,
          Optional.empty());
    }

    @Override
    public Answer submit(Command command, Origin origin) {
      return new Answer.Unsupported("it stays off");
    }

    @Override
    public Answer changeBoot(UnaryOperator<BootOverride> change, Origin origin) {
      return new Answer.Unsupported("it has one order");
    }

    @Override
    public Console console() {
      throw new UnsupportedOperationException("no console");
    }
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    server.close();
  }
}
