package io.anyrack.netboot.metadata;

import io.anyrack.netboot.file.Document;
import io.anyrack.netboot.port.Port;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Nic;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Metadata in the form of Amazon EC2's instance metadata service, version 1: one value per path,
 * and a listing for each directory, in which subdirectories end with a slash.
 */
final class Ec2Metadata {
  /** The versions that cloud-init asks for; all say the same here. */
  private static final List<String> VERSIONS =
      List.of("2009-04-04", "2016-09-02", "2018-09-24", "2021-03-23", "latest");

  private static final String KEYS = "public-keys/";

  private final List<PublicKey> keys;

  Ec2Metadata(List<PublicKey> keys) {
    this.keys = keys;
  }

  /** The document at {@code path}, which neither begins nor ends with a slash. */
  Optional<Document> find(Port port, String path) {
    if (path.isEmpty()) {
      return Optional.of(Document.text(String.join("\n", VERSIONS)));
    }
    String[] parts = path.split("/", 2);
    if (!VERSIONS.contains(parts[0])) {
      return Optional.empty();
    }
    String below = parts.length == 1 ? "" : parts[1];
    return switch (below) {
      case "" -> Optional.of(Document.text("meta-data/\nuser-data"));
      case "user-data" -> Metadata.userData(port);
      case "meta-data" -> value(port, "");
      default ->
          below.startsWith("meta-data/")
              ? value(port, below.substring("meta-data/".length()))
              : Optional.empty();
    };
  }

  private Optional<Document> value(Port port, String name) {
    SortedMap<String, String> values = values(port);
    String value = values.get(name);
    if (value != null) {
      return Optional.of(Document.text(value));
    }
    SequencedSet<String> children = children(values, name.isEmpty() ? "" : name + "/");
    return children.isEmpty()
        ? Optional.empty()
        : Optional.of(Document.text(String.join("\n", children)));
  }

  private SequencedSet<String> children(SortedMap<String, String> values, String directory) {
    SequencedSet<String> children = new LinkedHashSet<>();
    if (directory.equals(KEYS)) {
      // The one listing with a form of its own: number=name.
      for (int i = 0; i < keys.size(); i++) {
        children.add(i + "=" + keys.get(i).name());
      }
      return children;
    }
    for (String name : values.tailMap(directory).keySet()) {
      if (!name.startsWith(directory)) {
        break;
      }
      String rest = name.substring(directory.length());
      int slash = rest.indexOf('/');
      children.add(slash < 0 ? rest : rest.substring(0, slash + 1));
    }
    return children;
  }

  private SortedMap<String, String> values(Port port) {
    SortedMap<String, String> values = new TreeMap<>();
    values.put("ami-launch-index", "0");
    values.put("hostname", Metadata.hostName(port));
    values.put("instance-id", instanceId(port));
    values.put("instance-type", port.node().role());
    values.put("local-hostname", Metadata.hostName(port));
    values.put("mac", port.nic().mac().toString());
    values.put("placement/availability-zone", port.rack().name());
    port.attachment().address().ifPresent(address -> values.put("local-ipv4", address.toString()));
    for (int i = 0; i < keys.size(); i++) {
      values.put(KEYS + i + "/openssh-key", keys.get(i).key());
    }
    List<Nic> nics = port.node().nics();
    for (int i = 0; i < nics.size(); i++) {
      values.putAll(interfaceValues(port, nics.get(i), i));
    }
    return values;
  }

  private static SortedMap<String, String> interfaceValues(Port port, Nic nic, int number) {
    SortedMap<String, String> values = new TreeMap<>();
    String directory = "network/interfaces/macs/" + nic.mac() + "/";
    values.put(directory + "device-number", Integer.toString(number));
    values.put(directory + "mac", nic.mac().toString());
    nic.address().ifPresent(a -> values.put(directory + "local-ipv4s", a.toString()));
    port.rack()
        .network(nic.network())
        .map(Network::cidr)
        .ifPresent(cidr -> values.put(directory + "subnet-ipv4-cidr-block", cidr.toString()));
    return values;
  }

  /**
   * EC2's form of an id, from the node's UUID: the same after each boot, another for a new node.
   */
  private static String instanceId(Port port) {
    return "i-" + port.node().uuid().toString().replace("-", "").substring(0, 17);
  }
}
