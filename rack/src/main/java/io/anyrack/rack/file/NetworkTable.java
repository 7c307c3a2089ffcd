package io.anyrack.rack.file;

import io.anyrack.rack.model.Network;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The networks of the file, by name; those with problems are known but have no content. */
final class NetworkTable {
  static final int MOST = 64;

  private final Map<String, Optional<Network>> byName = new LinkedHashMap<>();
  private final Map<String, Value> places = new LinkedHashMap<>();

  private final NetworkReader reader;

  private NetworkTable(NetworkReader reader) {
    this.reader = reader;
  }

  /** Only the default network, whose place is {@code nowhere}. */
  static NetworkTable ofDefault(Value nowhere, CloudRules rules) {
    NetworkTable table = new NetworkTable(new NetworkReader(rules));
    Network network = table.reader.defaultNetwork();
    table.byName.put(network.name(), Optional.of(network));
    table.places.put(network.name(), nowhere);
    return table;
  }

  static NetworkTable read(Value value, CloudRules rules) {
    NetworkTable table = new NetworkTable(new NetworkReader(rules));
    Optional<List<Value>> items = value.list();
    if (items.isEmpty()) {
      return ofDefault(value, rules);
    }
    Names names = new Names();
    List<Network> before = new ArrayList<>();
    if (items.get().size() > MOST) {
      value.problem(
          "a rack has at most %d networks; here are %d".formatted(MOST, items.get().size()));
    }
    for (Value item : items.get().subList(0, Math.min(MOST, items.get().size()))) {
      Value entry = new Value("network", item.node(), item.context());
      entry.section(Keys.NETWORK).ifPresent(section -> table.add(section, names, before));
    }
    return table;
  }

  private void add(Section section, Names names, List<Network> before) {
    Optional<Value> nameValue = section.require("name", "internal");
    Optional<String> name =
        nameValue
            .flatMap(value -> name(section, value))
            .filter(text -> names.claim(nameValue.get(), "network", text));
    Optional<Network> network = reader.read(section, name);
    name.ifPresent(
        text -> {
          byName.put(text, network);
          places.put(text, section.place("pool"));
        });
    network.ifPresent(
        read -> {
          before.stream()
              .filter(other -> other.cidr().overlaps(read.cidr()))
              .findFirst()
              .ifPresent(
                  other ->
                      section
                          .place("cidr")
                          .problem(
                              "%s overlaps %s of network '%s'; networks of a rack are apart"
                                  .formatted(read.cidr(), other.cidr(), other.name())));
          before.add(read);
        });
  }

  /** What exists in the cloud has the name it has there. */
  private static Optional<String> name(Section section, Value value) {
    return section.get("existing").isPresent()
        ? Names.cloudName(value)
        : Names.name(value, Names.LENGTH);
  }

  /** The network a value names; empty: it is unknown or has problems of its own. */
  Optional<Network> named(Value value) {
    Optional<String> name = value.text();
    if (name.isPresent() && !byName.containsKey(name.get())) {
      value.problem(
          "unknown network '" + name.get() + "'; " + Spelling.hint(name.get(), byName.keySet()));
      return Optional.empty();
    }
    return name.flatMap(byName::get);
  }

  /** The networks without problems, in the file's order. */
  List<Network> networks() {
    return byName.values().stream().flatMap(Optional::stream).toList();
  }

  /** Where to complain about a network's pool. */
  Value poolPlace(Network network) {
    return Optional.ofNullable(places.get(network.name())).orElseThrow();
  }
}
