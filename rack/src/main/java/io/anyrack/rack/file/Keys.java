package io.anyrack.rack.file;

import java.util.List;

/** The keys the rack file knows, one constant per kind of section; the JSON Schema has the same. */
enum Keys {
  RACK(
      "rack",
      "cloud",
      "networks",
      "routers",
      "nodes",
      "servers",
      "installer",
      "bmc",
      "boot",
      "sync"),
  SYNC("sources", "vip-roles"),
  SYNC_SOURCE("static", "dnsmasq-hosts", "dnsmasq-leases", "neutron", "observed"),
  CLOUD("local", "openstack"),
  LOCAL("accelerator", "disk-cache"),
  OPENSTACK("cloud", "region", "availability-zone", "image-prefix"),
  NETWORK(
      "name",
      "cidr",
      "gateway",
      "dhcp",
      "guard",
      "mtu",
      "pool",
      "metadata",
      "outward",
      "dns",
      "existing",
      "router",
      "host-routes",
      "ipv6"),
  IPV6("cidr", "mode"),
  ROUTER("name", "external"),
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
      "user-data",
      "flavor",
      "storage",
      "volumes",
      "method"),
  VOLUME("size", "type"),
  NIC("name", "mac", "address", "guard", "allowed-pairs", "dhcp-options"),
  PAIR("address", "mac"),
  IDENTITY("manufacturer", "product", "serial"),
  SERVER(
      "name",
      "image",
      "flavor",
      "disk",
      "user",
      "keypair",
      "security-groups",
      "networks",
      "floating-ip",
      "user-data"),
  INSTALLER(
      "use",
      "name",
      "image",
      "flavor",
      "disk",
      "user",
      "keypair",
      "security-groups",
      "networks",
      "floating-ip",
      "user-data"),
  CLOUD_PORT("cloud-network", "address"),
  FLOATING_IP("network"),
  BMC(
      "address",
      "ip",
      "subnets",
      "port",
      "credentials",
      "soft-off-after",
      "redfish",
      "placement",
      "power-off"),
  SUBNETS("cidr", "prefix", "router"),
  PLACEMENT("vm"),
  REDFISH("port", "tls", "deprecated", "images"),
  CREDENTIALS("user", "password"),
  BOOT("script", "kernel", "initrd", "cmdline", "serve", "method", "address", "port", "phases"),
  PHASES("inspect", "deploy");

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
