package io.anyrack.rack.file;

import java.util.List;

/** The keys the rack file knows, one constant per kind of section; the JSON Schema has the same. */
enum Keys {
  RACK("rack", "cloud", "networks", "nodes", "bmc", "boot"),
  CLOUD("local"),
  LOCAL("accelerator", "disk-cache"),
  NETWORK("name", "cidr", "gateway", "dhcp", "guard", "mtu", "pool", "metadata", "outward", "dns"),
  METADATA("installer"),
  NODE(
      "role",
      "count",
      "name",
      "cpus",
      "memory",
      "disk",
      "firmware",
      "network-boot",
      "networks",
      "identity",
      "uuid",
      "image",
      "user-data"),
  NIC("name", "mac", "address", "guard", "allowed-pairs", "dhcp-options"),
  PAIR("address", "mac"),
  IDENTITY("manufacturer", "product", "serial"),
  BMC("address", "ip", "port", "credentials", "soft-off-after", "redfish"),
  REDFISH("port", "tls"),
  CREDENTIALS("user", "password"),
  BOOT("script", "kernel", "initrd", "cmdline", "serve");

  @SuppressWarnings("ImmutableEnumChecker") // what List.of makes never changes
  private final List<String> names;

  Keys(String... names) {
    this.names = List.of(names);
  }

  /** In the order in which they are shown. */
  List<String> names() {
    return names;
  }
}
