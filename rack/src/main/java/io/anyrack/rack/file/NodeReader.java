package io.anyrack.rack.file;

import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.NodeSpec.Firmware;
import io.anyrack.rack.model.NodeSpec.Identity;
import io.anyrack.rack.model.NodeSpec.NetworkBoot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Reads {@code nodes}: how many, or a list of roles and single nodes. */
final class NodeReader {
  static final String DEFAULT_ROLE = "node";
  static final int DEFAULT_MEMORY_MIB = 512;
  static final long DEFAULT_DISK_MIB = 4096;
  static final int MOST_CPUS = 255;
  static final int MOST_NICS = 16;
  private static final long TIB_IN_MIB = 1 << 20;

  private final String rack;
  private final NetworkTable networks;
  private final NicReader nics;
  private final CloudRules rules;
  private final Limits limits;
  private final Names names;
  private final Names uuids = new Names();
  private final List<NodeEntry> nodes = new ArrayList<>();

  /**
   * A reader of one rack's nodes.
   *
   * @param nics reads the ports of the whole rack
   * @param names of the rack's nodes and servers
   */
  NodeReader(
      String rack,
      NetworkTable networks,
      NicReader nics,
      Names names,
      CloudRules rules,
      Limits limits) {
    this.rack = rack;
    this.networks = networks;
    this.nics = nics;
    this.names = names;
    this.rules = rules;
    this.limits = limits;
  }

  /** All nodes that have no problem which makes them unreadable. */
  List<NodeEntry> read(Value value) {
    if (value.isList()) {
      List<Value> items = value.list().orElseThrow();
      if (items.isEmpty()) {
        value.problem("nodes is an empty list; a rack has at least one node");
      }
      for (Value item : items) {
        Value entry = new Value("node", item.node(), item.context());
        entry.section(Keys.NODE).ifPresent(this::add);
      }
    } else if (value.isMapping()) {
      value.expected("a number, or a list of roles such as - {role: control, count: 3}");
    } else {
      value
          .integer(1, limits.nodes())
          .ifPresent(count -> addAll(new Section(value, Map.of()), DEFAULT_ROLE, count));
    }
    if (nodes.size() > limits.nodes()) {
      value.problem("the rack has more than " + limits.nodes() + " nodes; make it several racks");
    }
    return nodes;
  }

  private void add(Section section) {
    String role =
        section.get("role").flatMap(value -> Names.name(value, Names.LENGTH)).orElse(DEFAULT_ROLE);
    Optional<Integer> count =
        section.get("count").flatMap(value -> value.integer(0, limits.nodes()));
    Optional<Value> nameValue = section.get("name");
    if (nameValue.isEmpty()) {
      addAll(section, role, count.orElse(1));
      return;
    }
    if (count.orElse(1) != 1) {
      section.place("count").problem("a node with a name is one node; remove 'count', or 'name'");
    }
    NodeEntry entry = node(section, role, true);
    Names.name(nameValue.get(), Names.NODE_LENGTH)
        .filter(name -> names.claim(nameValue.get(), "node", name))
        .ifPresent(name -> nodes.add(named(entry, section, name)));
  }

  private void addAll(Section section, String role, int count) {
    NodeEntry entry = node(section, role, count <= 1);
    Value place = section.place("role");
    for (int i = 1; i <= count && nodes.size() <= limits.nodes(); i++) {
      String name = role + "-" + i;
      if (!names.claim(place, "node", name)) {
        return;
      }
      nodes.add(named(entry, section, name));
    }
  }

  private NodeEntry named(NodeEntry entry, Section section, String name) {
    NodeSpec spec = entry.spec();
    Identity identity = spec.identity();
    return new NodeEntry(
        new NodeSpec(
            name,
            spec.role(),
            spec.cpus(),
            spec.memoryMiB(),
            spec.diskBytes(),
            spec.firmware(),
            spec.networkBoot(),
            List.of(),
            identity.serial().isEmpty()
                ? new Identity(identity.manufacturer(), identity.product(), rack + "-" + name)
                : identity,
            section.get("uuid").isPresent() ? spec.uuid() : Identifiers.uuid(rack, name),
            spec.image(),
            spec.userData(),
            spec.hosting()),
        entry.nics());
  }

  /** One entry without what comes from the name. */
  private NodeEntry node(Section section, String role, boolean single) {
    Firmware firmware =
        section.get("firmware").flatMap(value -> value.oneOf(Firmware.class)).orElse(Firmware.BIOS);
    // A cloud has images of its own; elsewhere an image is a file.
    Optional<Path> image =
        section.get("image").filter(_ -> rules.isLocal()).flatMap(References::file);
    long diskMiB = section.get("disk").flatMap(this::disk).orElse(DEFAULT_DISK_MIB);
    rules.onlyLocal(section, "network-boot", "iPXE speaks first");
    rules.onlyLocal(section, "uuid", "a node has the id of its server");
    if (diskMiB == 0 && section.get("image").isPresent()) {
      section
          .place("image")
          .problem("an image needs a disk to be on; give the node a disk, such as disk: 8GiB");
    }
    return new NodeEntry(
        new NodeSpec(
            "",
            role,
            section.get("cpus").flatMap(value -> value.integer(1, MOST_CPUS)).orElse(1),
            section
                .get("memory")
                .flatMap(value -> Sizes.mib(value, 64, 4 * TIB_IN_MIB))
                .map(Long::intValue)
                .orElse(DEFAULT_MEMORY_MIB),
            diskMiB << 20,
            firmware,
            networkBoot(section, firmware),
            List.of(),
            section
                .get("identity")
                .flatMap(value -> value.section(Keys.IDENTITY))
                .map(identity -> identity(identity, single))
                .orElse(new Identity("Anyrack", "Node", "")),
            section
                .get("uuid")
                .filter(value -> isOfOne(value, single))
                .flatMap(this::uuid)
                .orElse(new UUID(0, 0)),
            image,
            section.get("user-data").flatMap(References::file),
            HostingReader.read(section, rules)),
        nics(section, single));
  }

  private Optional<Long> disk(Value value) {
    if (value.is("none")) {
      return Optional.of(0L);
    }
    return rules.isOpenstack()
        ? Sizes.gib(value, 1, HostingReader.MOST_GIB).map(gib -> (long) gib << 10)
        : Sizes.mib(value, 1, 64 * TIB_IN_MIB);
  }

  private static NetworkBoot networkBoot(Section section, Firmware firmware) {
    Optional<Value> value = section.get("network-boot");
    NetworkBoot boot =
        value.flatMap(word -> word.oneOf(NetworkBoot.class)).orElse(NetworkBoot.IPXE);
    if (boot != NetworkBoot.IPXE && firmware == Firmware.BIOS) {
      value
          .orElseThrow()
          .problem(
              "network-boot '%s' needs firmware: uefi; with bios it is 'ipxe'"
                  .formatted(Words.of(boot)));
    }
    return boot;
  }

  private static Identity identity(Section section, boolean single) {
    return new Identity(
        section.get("manufacturer").flatMap(NodeReader::smbios).orElse("Anyrack"),
        section.get("product").flatMap(NodeReader::smbios).orElse("Node"),
        section
            .get("serial")
            .filter(value -> isOfOne(value, single))
            .flatMap(NodeReader::smbios)
            .orElse(""));
  }

  private static Optional<String> smbios(Value value) {
    Optional<String> text = value.text();
    if (text.isPresent()
        && !text.get().matches("[\\x21-\\x7e]([\\x20-\\x7e]{0,126}[\\x21-\\x7e])?")) {
      value.problem(
          value.name()
              + " is not what SMBIOS can hold; it has 1 to 128 printable ASCII characters and no"
              + " space at either end");
      return Optional.empty();
    }
    return text;
  }

  private Optional<UUID> uuid(Value value) {
    Optional<UUID> uuid = value.parsed(NodeReader::parseUuid, "");
    uuid.ifPresent(id -> uuids.claim(value, "uuid", id.toString()));
    return uuid;
  }

  private static UUID parseUuid(String text) {
    if (!text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a UUID; an example: 6f1c2a9e-3b7d-4c58-9a10-2e5d8f7b4c61");
    }
    return UUID.fromString(text);
  }

  private List<NicEntry> nics(Section section, boolean single) {
    Optional<Value> value = section.get("networks");
    if (value.isEmpty()) {
      return networks.networks().stream().map(NicEntry::on).toList();
    }
    List<Value> items = value.get().list().orElse(List.of());
    if (items.size() > MOST_NICS) {
      value.get().problem("a node has at most " + MOST_NICS + " ports; here are " + items.size());
    }
    for (Value item : items) {
      Section.quietly(item, "mac").ifPresent(mac -> isOfOne(mac, single));
      Section.quietly(item, "address").ifPresent(address -> isOfOne(address, single));
    }
    return items.stream().limit(MOST_NICS).flatMap(item -> nics.read(item).stream()).toList();
  }

  private static boolean isOfOne(Value value, boolean single) {
    if (!single) {
      value.problem(
          value.name()
              + " can be of one node only; give the node a 'name' and an entry of its own");
    }
    return single;
  }
}
