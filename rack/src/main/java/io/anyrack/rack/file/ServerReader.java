package io.anyrack.rack.file;

import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.file.ServerEntry.PortEntry;
import io.anyrack.rack.model.ServerSpec;
import io.anyrack.rack.model.ServerSpec.FloatingIp;
import io.anyrack.rack.model.ServerSpec.Port;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads servers that are no nodes: the plain ones, the installer, the BMCs'. */
final class ServerReader {
  static final int MOST = 64;
  static final int MOST_GROUPS = 16;

  /** Names that many clouds have. */
  static final String IMAGE = "debian-12";

  static final String FLAVOR = "m1.small";

  /** Installers that are designed but that this version does not have. */
  private static final List<String> NOT_YET = List.of("tripleo", "ironic", "devstack");

  /** Who may log in to the images of these makers. */
  private static final Map<String, String> USERS =
      Map.of(
          "almalinux", "almalinux",
          "centos", "cloud-user",
          "cirros", "cirros",
          "fedora", "fedora",
          "rhel", "cloud-user",
          "rocky", "rocky",
          "ubuntu", "ubuntu");

  private final NetworkTable networks;
  private final NicReader nics;
  private final Names names;

  /**
   * A reader of one rack's servers.
   *
   * @param nics reads the ports of the whole rack
   * @param names of the rack's nodes and servers
   */
  ServerReader(NetworkTable networks, NicReader nics, Names names) {
    this.networks = networks;
    this.nics = nics;
    this.names = names;
  }

  /** The list {@code servers}. */
  List<ServerEntry> list(Value value) {
    List<Value> items = value.list().orElse(List.of());
    if (items.size() > MOST) {
      value.problem("a rack has at most %d servers; here are %d".formatted(MOST, items.size()));
    }
    return items.stream()
        .limit(MOST)
        .flatMap(
            item -> new Value("server", item.node(), item.context()).section(Keys.SERVER).stream())
        .flatMap(
            section ->
                section.require("name", "jump").flatMap(_ -> server(section, "", false)).stream())
        .toList();
  }

  /** The section {@code installer}. */
  Optional<ServerEntry> installer(Section section) {
    section.get("use").ifPresent(ServerReader::checkUse);
    return server(section, "installer", true);
  }

  /** The server of the BMCs. */
  Optional<ServerEntry> bmcs(Section section) {
    return server(section, "bmc", true);
  }

  private static void checkUse(Value value) {
    Optional<String> use = value.text();
    if (use.filter(word -> NOT_YET.contains(word) || word.startsWith("./")).isPresent()) {
      value.problem(
          "the installer '"
              + use.get()
              + "' is not built yet; with use: none the server is made, and its steps are yours");
    } else if (use.filter(word -> !word.equals("none")).isPresent()) {
      value.problem("use cannot be '" + use.get() + "'; known here: none");
    }
  }

  /**
   * One server.
   *
   * @param defaultName where the file gives none
   * @param reached whether somebody logs in from outside, so that it has a floating IP if it can
   */
  private Optional<ServerEntry> server(Section section, String defaultName, boolean reached) {
    Optional<Value> nameValue = section.get("name");
    Optional<String> name =
        nameValue.isEmpty()
            ? Optional.of(defaultName)
            : nameValue.flatMap(value -> Names.name(value, Names.NODE_LENGTH));
    String image = section.get("image").flatMap(Names::cloudName).orElse(IMAGE);
    String flavor = section.get("flavor").flatMap(Names::cloudName).orElse(FLAVOR);
    int disk =
        section.get("disk").flatMap(value -> Sizes.gib(value, 1, HostingReader.MOST_GIB)).orElse(0);
    List<PortEntry> ports = ports(section);
    ServerSpec spec =
        new ServerSpec(
            name.orElse(""),
            image,
            flavor,
            disk,
            section.get("user").flatMap(ServerReader::user).orElseGet(() -> userOf(image)),
            section.get("keypair").flatMap(Names::cloudName),
            section.get("security-groups").map(ServerReader::groups).orElse(List.of()),
            List.of(),
            section
                .get("floating-ip")
                .flatMap(ServerReader::floatingIp)
                .orElseGet(
                    () ->
                        reached && canBeReached(ports)
                            ? new FloatingIp.New(Optional.empty())
                            : new FloatingIp.None()),
            section.get("user-data").flatMap(References::file));
    return name.filter(text -> names.claim(section.place("name"), "server", text))
        .map(_ -> new ServerEntry(spec, ports));
  }

  private static Optional<String> user(Value value) {
    Optional<String> user = value.text();
    if (user.isPresent() && !user.get().matches("[a-z_][a-z0-9_-]{0,31}")) {
      value.problem(
          "user '"
              + user.get()
              + "' is not a login name; it has 1 to 32 of a-z, 0-9, '_' and '-', and starts with a"
              + " letter");
      return Optional.empty();
    }
    return user;
  }

  private static String userOf(String image) {
    String lower = image.toLowerCase(Locale.ROOT);
    return USERS.entrySet().stream()
        .filter(maker -> lower.startsWith(maker.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("debian");
  }

  private static List<String> groups(Value value) {
    List<Value> items = value.oneOrMore();
    if (items.size() > MOST_GROUPS) {
      value.problem(
          "a server has at most %d security groups; here are %d"
              .formatted(MOST_GROUPS, items.size()));
    }
    return items.stream()
        .limit(MOST_GROUPS)
        .flatMap(item -> Names.cloudName(item).stream())
        .toList();
  }

  private List<PortEntry> ports(Section section) {
    Optional<Value> value = section.get("networks");
    if (value.isEmpty()) {
      return networks.networks().stream()
          .limit(1)
          .<PortEntry>map(network -> new PortEntry.OnRack(NicEntry.on(network)))
          .toList();
    }
    Optional<List<Value>> items = value.get().list();
    if (items.filter(List::isEmpty).isPresent()) {
      value.get().problem("a server has at least one port; name a network of the rack");
    }
    if (items.filter(list -> list.size() > NodeReader.MOST_NICS).isPresent()) {
      value
          .get()
          .problem(
              "a server has at most %d ports; here are %d"
                  .formatted(NodeReader.MOST_NICS, items.get().size()));
    }
    return items.orElse(List.of()).stream()
        .limit(NodeReader.MOST_NICS)
        .flatMap(item -> port(item).stream())
        .toList();
  }

  private Optional<PortEntry> port(Value item) {
    if (Section.quietly(item, "cloud-network").isEmpty()) {
      return nics.read(item).map(PortEntry.OnRack::new);
    }
    return new Value("port", item.node(), item.context())
        .section(Keys.CLOUD_PORT)
        .flatMap(
            section -> {
              Optional<Ipv4Address> address =
                  section
                      .get("address")
                      .flatMap(value -> value.parsed(Ipv4Address::parse, "10.20.0.10"));
              return section
                  .require("cloud-network", "private")
                  .flatMap(Names::cloudName)
                  .map(network -> new PortEntry.OnCloud(new Port.OnCloud(network, address)));
            });
  }

  private static Optional<FloatingIp> floatingIp(Value value) {
    if (value.isMapping()) {
      return value
          .section(Keys.FLOATING_IP)
          .flatMap(section -> section.require("network", "external"))
          .flatMap(Names::cloudName)
          .map(network -> new FloatingIp.New(Optional.of(network)));
    }
    if (value.is("auto")) {
      return Optional.of(new FloatingIp.New(Optional.empty()));
    }
    if (value.is("none")) {
      return Optional.of(new FloatingIp.None());
    }
    Optional<String> text = value.text();
    if (text.filter(word -> word.matches("[0-9.]+")).isEmpty()) {
      text.ifPresent(
          word ->
              value.problem(
                  "floating-ip cannot be '"
                      + word
                      + "'; it is auto, none, an address the project has, or {network: NAME}"));
      return Optional.empty();
    }
    return value.parsed(Ipv4Address::parse, "198.51.100.7").map(FloatingIp.Existing::new);
  }

  /** A floating IP needs a router: the network's own, or that of a network outside the rack. */
  private static boolean canBeReached(List<PortEntry> ports) {
    return ports.stream()
        .findFirst()
        .filter(
            port ->
                switch (port) {
                  case PortEntry.OnRack(NicEntry nic) ->
                      nic.network().routing().existing()
                          || nic.network().routing().router().isPresent();
                  case PortEntry.OnCloud _ -> true;
                })
        .isPresent();
  }
}
