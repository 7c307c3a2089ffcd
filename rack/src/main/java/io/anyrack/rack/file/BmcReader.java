package io.anyrack.rack.file;

import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.model.BmcSpec;
import io.anyrack.rack.model.BmcSpec.Addressing;
import io.anyrack.rack.model.BmcSpec.Credentials;
import io.anyrack.rack.model.BmcSpec.Placement;
import io.anyrack.rack.model.BmcSpec.PowerOff;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads {@code bmc}. */
final class BmcReader {
  /** Not 623: ports below 1024 are not for everybody. */
  static final int PER_NODE_PORT = 6230;

  /** On a server of its own the service may use the port of IPMI (IPMI 2.0 §13.1.2). */
  static final int PORT_ON_SERVER = 623;

  /** Firewalls have to know which ports to let in. */
  static final int FIRST_PORT_ON_SERVER = 6230;

  private static final int USER_LENGTH = 16;
  private static final int PASSWORD_BYTES = 20;
  private static final Duration LONGEST_SOFT_OFF = Duration.ofHours(24);

  private final CloudRules rules;
  private final Placement placement;
  private final Optional<Network> network;
  private final List<Network> networks;

  /**
   * A reader for one rack.
   *
   * @param network the rack's one that the first port of the service's server is on, if any
   * @param networks of the rack
   */
  BmcReader(
      CloudRules rules, Placement placement, Optional<Network> network, List<Network> networks) {
    this.networks = networks;
    this.rules = rules;
    this.placement = placement;
    this.network = network;
  }

  BmcSpec read(Section section, int nodes) {
    rules.onlyOpenstack(section, "power-off", "a node that is off is no process");
    Addressing said =
        section
            .get("address")
            .flatMap(value -> value.oneOf(Addressing.class))
            .orElse(Addressing.PER_PORT);
    Optional<BmcSpec.Subnets> subnets =
        new BmcSubnetsReader(placement, networks).read(section, said, nodes);
    // Where subnets are wrong the file is refused, whatever else is made of it.
    Addressing addressing = said == Addressing.PER_NIC ? Addressing.PER_PORT : said;
    BmcSpec bmc =
        new BmcSpec(
            addressing,
            ip(section, new BmcAddressReader(addressing, nodes)),
            section
                .get("port")
                .flatMap(value -> port(value, said, nodes))
                .orElse(defaultPort(said)),
            section
                .get("credentials")
                .flatMap(BmcReader::credentials)
                .orElseGet(Credentials.Generated::new),
            section.get("soft-off-after").flatMap(BmcReader::softOffAfter),
            placement,
            section
                .get("power-off")
                .flatMap(value -> value.oneOf(PowerOff.class))
                .orElse(PowerOff.STOP));
    BmcSpec complete = bmc.withRedfish(RedfishReader.read(section, said, nodes));
    return subnets.map(complete::withSubnets).orElse(complete);
  }

  private Ipv4Address ip(Section section, BmcAddressReader reader) {
    if (!(placement instanceof Placement.Here)) {
      return reader.ofServer(section, network);
    }
    return rules.isOpenstack() ? reader.ofHere(section) : reader.ofLocal(section);
  }

  private int defaultPort(Addressing addressing) {
    boolean here = placement instanceof Placement.Here;
    return switch (addressing) {
      case PER_PORT -> here ? 0 : FIRST_PORT_ON_SERVER;
      case PER_NODE, PER_NIC -> here ? PER_NODE_PORT : PORT_ON_SERVER;
    };
  }

  private static Optional<Integer> port(Value value, Addressing addressing, int nodes) {
    Optional<Integer> port = value.integer(0, 65535);
    if (port.isEmpty()) {
      return port;
    }
    if (addressing != Addressing.PER_PORT && port.get() == 0) {
      value.problem(
          "port 0 gives each BMC a port of its own; with address: %s take one for all, such as 6230"
              .formatted(Words.of(addressing)));
    } else if (addressing == Addressing.PER_PORT
        && port.get() != 0
        && port.get() + nodes - 1 > 65535) {
      value.problem(
          "from port %d on there are not %d ports; take a lower one, or 0"
              .formatted(port.get(), nodes));
    }
    return port;
  }

  private static Optional<Credentials> credentials(Value value) {
    if (!value.isMapping()) {
      return value.oneOf(List.of("generated")).map(_ -> new Credentials.Generated());
    }
    return value
        .section(Keys.CREDENTIALS)
        .flatMap(
            section -> {
              Optional<String> user = section.require("user", "admin").flatMap(BmcReader::user);
              Optional<Secret> password =
                  section.require("password", "!secret BMC_PASSWORD").flatMap(BmcReader::password);
              return user.flatMap(
                  name -> password.map(secret -> new Credentials.Given(name, secret)));
            });
  }

  private static Optional<String> user(Value value) {
    Optional<String> user = value.text();
    if (user.isPresent() && !user.get().matches("[\\x21-\\x7e]{1," + USER_LENGTH + "}")) {
      value.problem(
          "user '"
              + user.get()
              + "' is not one IPMI can have; it has 1 to 16 ASCII characters and no space");
      return Optional.empty();
    }
    return user;
  }

  private static Optional<Secret> password(Value value) {
    Optional<Secret> secret = References.secret(value);
    int bytes = secret.map(text -> text.reveal().getBytes(StandardCharsets.UTF_8).length).orElse(1);
    if (bytes < 1 || bytes > PASSWORD_BYTES) {
      value.problem(
          "the secret "
              + secret.orElseThrow().name()
              + " has "
              + bytes
              + " bytes; an IPMI password has 1 to "
              + PASSWORD_BYTES);
      return Optional.empty();
    }
    return secret;
  }

  private static Optional<Duration> softOffAfter(Value value) {
    if (value.is("never")) {
      return Optional.empty();
    }
    Optional<Duration> after =
        value.textOrNumber().flatMap(text -> value.parsed(text, Durations::parse, ""));
    if (after.isPresent()
        && (after.get().isZero() || after.get().compareTo(LONGEST_SOFT_OFF) > 0)) {
      value.problem(
          "soft-off-after is "
              + Durations.text(after.get())
              + "; it can be 1s to "
              + Durations.text(LONGEST_SOFT_OFF)
              + ", or never");
      return Optional.empty();
    }
    return after;
  }
}
