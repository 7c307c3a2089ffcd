package io.anyrack.netboot.metadata;

import io.anyrack.netboot.file.Document;
import io.anyrack.netboot.port.Port;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Nic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import tools.jackson.databind.json.JsonMapper;

/** Metadata in the form of OpenStack's metadata service, as Nova's reference describes it. */
final class OpenStackMetadata {
  /** Nova's versions, oldest first; all say the same here. */
  private static final List<String> VERSIONS =
      List.of(
          "2012-08-10",
          "2013-04-04",
          "2013-10-17",
          "2015-10-15",
          "2016-06-30",
          "2016-10-06",
          "2017-02-22",
          "2018-08-27",
          "2020-10-14",
          "latest");

  private static final JsonMapper JSON = new JsonMapper();

  private final List<PublicKey> keys;

  OpenStackMetadata(List<PublicKey> keys) {
    this.keys = keys;
  }

  /** The document at {@code path} below {@code /openstack}. */
  Optional<Document> find(Port port, String path) {
    if (path.isEmpty()) {
      return Optional.of(Document.text(String.join("\n", VERSIONS)));
    }
    String[] parts = path.split("/", 2);
    if (!VERSIONS.contains(parts[0])) {
      return Optional.empty();
    }
    return switch (parts.length == 1 ? "" : parts[1]) {
      case "" -> Optional.of(listing(port));
      case "meta_data.json" -> Optional.of(json(metaData(port)));
      case "network_data.json" -> Optional.of(json(networkData(port)));
      case "vendor_data.json" -> Optional.of(json(Map.of()));
      case "user_data" -> Metadata.userData(port);
      default -> Optional.empty();
    };
  }

  private static Document listing(Port port) {
    List<String> names = new ArrayList<>(List.of("meta_data.json"));
    port.node().userData().ifPresent(_ -> names.add("user_data"));
    names.addAll(List.of("vendor_data.json", "network_data.json"));
    return Document.text(String.join("\n", names));
  }

  private static Document json(Object value) {
    return new Document.Made("application/json", JSON.writeValueAsBytes(value));
  }

  private Map<String, Object> metaData(Port port) {
    SequencedMap<String, Object> data = new LinkedHashMap<>();
    data.put("uuid", port.node().uuid().toString());
    data.put("name", port.node().name());
    data.put("hostname", Metadata.hostName(port));
    data.put("availability_zone", port.rack().name());
    data.put("launch_index", 0);
    data.put("meta", Map.of("role", port.node().role()));
    if (!keys.isEmpty()) {
      SequencedMap<String, String> byName = new LinkedHashMap<>();
      keys.forEach(key -> byName.put(key.name(), key.key()));
      data.put("public_keys", byName);
      data.put(
          "keys",
          keys.stream()
              .map(key -> Map.of("name", key.name(), "type", "ssh", "data", key.key()))
              .toList());
    }
    return data;
  }

  private static Map<String, Object> networkData(Port port) {
    List<Map<String, Object>> links = new ArrayList<>();
    List<Map<String, Object>> networks = new ArrayList<>();
    List<Map<String, Object>> services = new ArrayList<>();
    List<Nic> nics = port.node().nics();
    for (int i = 0; i < nics.size(); i++) {
      Nic nic = nics.get(i);
      Optional<Network> network = port.rack().network(nic.network());
      if (network.isPresent()) {
        String link = "nic" + i;
        links.add(link(link, nic, network.get()));
        nic.address().ifPresent(a -> networks.add(network(link, network.get(), a)));
        resolvers(network.get())
            .forEach(dns -> services.add(Map.of("type", "dns", "address", dns.toString())));
      }
    }
    SequencedMap<String, Object> data = new LinkedHashMap<>();
    data.put("links", links);
    data.put("networks", networks);
    data.put("services", services.stream().distinct().toList());
    return data;
  }

  private static Map<String, Object> link(String id, Nic nic, Network network) {
    SequencedMap<String, Object> link = new LinkedHashMap<>();
    link.put("id", id);
    link.put("type", "phy");
    link.put("ethernet_mac_address", nic.mac().toString());
    link.put("mtu", network.mtu());
    return link;
  }

  private static Map<String, Object> network(String link, Network network, Ipv4Address address) {
    SequencedMap<String, Object> data = new LinkedHashMap<>();
    data.put("id", "network-" + link);
    data.put("link", link);
    data.put("network_id", network.name());
    if (network.dhcp() != Network.Dhcp.NONE) {
      data.put("type", "ipv4_dhcp");
      return data;
    }
    data.put("type", "ipv4");
    data.put("ip_address", address.toString());
    data.put("netmask", network.cidr().mask().toString());
    data.put(
        "routes",
        List.of(
            Map.of(
                "network", "0.0.0.0",
                "netmask", "0.0.0.0",
                "gateway", network.gateway().toString())));
    return data;
  }

  private static List<Ipv4Address> resolvers(Network network) {
    return network.dns().isEmpty() ? List.of(network.gateway()) : network.dns();
  }
}
