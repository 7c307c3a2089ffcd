package io.anyrack.cli.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.netsync.Chronicle;
import io.anyrack.netsync.Pass;
import io.anyrack.openstack.config.CloudConfig;
import io.anyrack.openstack.config.Identity;
import io.anyrack.openstack.http.ApiException;
import io.anyrack.openstack.keystone.AccessRule;
import io.anyrack.openstack.keystone.ApplicationCredential;
import io.anyrack.openstack.neutron.Attributes;
import io.anyrack.openstack.neutron.Neutron;
import io.anyrack.openstack.neutron.Port;
import io.anyrack.openstack.neutron.Subnet;
import io.anyrack.openstack.nova.Nova;
import io.anyrack.openstack.project.Project;
import io.anyrack.openstack.tag.RackTags;
import io.anyrack.rack.file.RackFile;
import io.anyrack.rack.file.Surroundings;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.model.SyncSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Address sync in a project, with the credential an installer has and no other. */
@Timeout(900)
abstract class SyncContract {
  private static final String RACK = "sync-test";

  @TempDir Path directory;
  private final CloudConfig config = config();
  private final Project owner = Project.open(config);
  private final Neutron neutron = owner.neutron();
  private final List<ApplicationCredential> credentials = new ArrayList<>();

  @SuppressWarnings("NullAway.Init") // made before each test
  private String network;

  @SuppressWarnings("NullAway.Init") // made before each test
  private String subnet;

  /** Of an ordinary member of the project. */
  abstract CloudConfig config();

  @BeforeEach
  void makeANetwork() {
    network = neutron.networks().create(Attributes.none().put("name", RACK)).id();
    subnet = subnet(4, "10.94.0.0/24");
  }

  private String subnet(int version, String cidr) {
    return neutron
        .subnets()
        .create(
            Attributes.none()
                .put("network_id", network)
                .put("cidr", cidr)
                .put("ip_version", version)
                .put("enable_dhcp", false)
                .putNull("gateway_ip"))
        .id();
  }

  @AfterEach
  void takeAllAway() {
    neutron
        .ports()
        .list(Map.of("network_id", network))
        .forEach(port -> neutron.ports().delete(port.id()));
    neutron.networks().delete(network);
    credentials.forEach(owner.keystone()::revoke);
    owner.close();
  }

  private Port port(String address, List<String> tags) {
    Port port =
        neutron
            .ports()
            .create(
                Attributes.fixedIps(
                    Attributes.none().put("network_id", network).put("name", RACK),
                    List.of(new Port.FixedIp(subnet, address))));
    if (!tags.isEmpty()) {
      neutron.ports().setTags(port.id(), tags);
    }
    return port;
  }

  private Port node(String name, String address) {
    return port(address, new RackTags(RACK).tags("node", name + "/provision"));
  }

  /** The rules of the page about sync. */
  private Project installer() {
    List<AccessRule> rules =
        List.of(
            new AccessRule("network", "GET", "/v2.0/ports"),
            new AccessRule("network", "GET", "/v2.0/ports/*"),
            new AccessRule("network", "GET", "/v2.0/subnets"),
            new AccessRule("network", "PUT", "/v2.0/ports/*"),
            new AccessRule("network", "PUT", "/v2.0/subnets/*"));
    ApplicationCredential made =
        owner
            .keystone()
            .createCredential(RACK + "-" + network, "a test of sync", rules, Optional.empty());
    credentials.add(made);
    return Project.open(
        config.as(
            new Identity.ApplicationCredential(
                new Identity.Credential.ById(made.id()), made.secret().orElseThrow())));
  }

  /** Networks of its own, or such as {@code mac: …, dhcp-options: …} for each node's port. */
  private Rack rack(String network, String... ports) {
    StringBuilder nodes = new StringBuilder();
    for (int i = 0; i < 2; i++) {
      String port = i < ports.length ? ", " + ports[i] : "";
      nodes.append(
          "  - { name: node-%d, networks: [ { name: provision%s } ] }%n".formatted(i + 1, port));
    }
    RackFile.Read read =
        new RackFile(Surroundings.here(_ -> Optional.empty()))
            .read(
                "rack.yaml",
                directory,
                """
                rack: %s
                cloud: openstack
                networks: [{ name: provision, cidr: 10.94.0.0/24%s }]
                boot: { address: 198.51.100.9, port: 8088 }
                nodes:
                %s
                """
                    .formatted(RACK, network, nodes)
                    .getBytes(StandardCharsets.UTF_8));
    assertThat(read).isInstanceOf(RackFile.Read.Valid.class);
    return ((RackFile.Read.Valid) read).rack();
  }

  private Pass sync(Project project, String list) throws IOException {
    return sync(project, rack(""), list);
  }

  private Pass sync(Project project, Rack rack, String list) throws IOException {
    Path file = directory.resolve("list.yaml");
    Files.writeString(file, list);
    SyncSpec spec =
        new SyncSpec(List.of(new SyncSpec.Source(SyncSpec.Kind.STATIC, file.toString())), Set.of());
    try (SyncSetup setup =
        new SyncSetup(
            _ -> config, SyncTarget.of(project, rack, () -> false), rack, spec, Chronicle.NONE)) {
      return setup.sync().once();
    }
  }

  private String shown(Port port) {
    Port now = neutron.ports().find(port.id()).orElseThrow();
    return now.fixedIps().getFirst().address()
        + " "
        + now.allowedPairs().stream().map(Port.AddressPair::cidr).toList();
  }

  /** Of all ports the project sees but these; agents and servers change theirs by themselves. */
  private Map<String, Long> revisions(Port... but) {
    Map<String, Long> revisions = new LinkedHashMap<>();
    neutron.ports().list(Map.of("network_id", network)).stream()
        .filter(port -> List.of(but).stream().noneMatch(each -> each.id().equals(port.id())))
        .forEach(port -> revisions.put(port.id(), port.revision()));
    return revisions;
  }

  @Test
  void swapsTwoNodesOpensAndWithdrawsAVipAndTouchesNobodyElse() throws IOException {
    Port one = node("node-1", "10.94.0.31");
    Port two = node("node-2", "10.94.0.32");
    port("10.94.0.40", List.of());
    port("10.94.0.41", new RackTags("other").tags("node", "node-1/provision"));
    port("10.94.0.42", new RackTags(RACK).tags("service", "service"));
    Map<String, Long> others = revisions(one, two);
    Set<String> all = Set.copyOf(sumsOfMarks());
    try (Project installer = installer()) {
      Pass pass =
          sync(
              installer,
              """
              addresses: {'%s': 10.94.0.32, '%s': 10.94.0.31}
              shared: [10.94.0.200]
              """
                  .formatted(one.mac(), two.mac()));
      assertThat(pass.pending()).isEmpty();
      assertThat(shown(one)).isEqualTo("10.94.0.32 [10.94.0.200]");
      assertThat(shown(two)).isEqualTo("10.94.0.31 [10.94.0.200]");
      assertThat(sync(installer, "shared: []").pending()).isEmpty();
      assertThat(shown(one)).isEqualTo("10.94.0.32 []");
      assertThat(installer.calls().byKind().keySet())
          .allMatch(kind -> kind.matches(".*(ports|subnets|tokens).*"));
    }
    assertThat(revisions(one, two)).isEqualTo(others).hasSize(3);
    assertThat(sumsOfMarks()).as("no port outside has a mark").containsExactlyElementsOf(all);
  }

  @Test
  void givesIpv6AddressesAndOpensAndWithdrawsIpv6VipsBesideIpv4() throws IOException {
    Port one = node("node-1", "10.94.0.31");
    Port two = node("node-2", "10.94.0.32");
    String six = subnet(6, "fd00:94::/64");
    List<Port.FixedIp> before =
        List.of(new Port.FixedIp(subnet, "10.94.0.32"), new Port.FixedIp(six, "fd00:94::32"));
    neutron.ports().update(two.id(), Attributes.fixedIps(Attributes.none(), before));
    try (Project installer = installer()) {
      String list =
          """
          addresses: {'%s': [10.94.0.31, "fd00:94::32"], '%s': "fd00:94::31"}
          shared: ["fd00:94::9", {address: "fd00:94::100/120", mac: "00:00:5e:00:02:01"}, 10.94.0.200]
          """
              .formatted(one.mac(), two.mac());
      assertThat(sync(installer, list).pending()).isEmpty();
      assertThat(addresses(one)).containsExactlyInAnyOrder("10.94.0.31", "fd00:94::32");
      assertThat(addresses(two)).containsExactlyInAnyOrder("10.94.0.32", "fd00:94::31");
      for (Port port : List.of(one, two)) {
        assertThat(neutron.ports().find(port.id()).orElseThrow().allowedPairs())
            .extracting(pair -> pair.cidr() + " " + pair.mac().orElse(""))
            .containsExactlyInAnyOrder(
                "fd00:94::9 " + port.mac(),
                "fd00:94::100/120 00:00:5e:00:02:01",
                "10.94.0.200 " + port.mac());
      }
      Map<String, Long> quiet = revisions();
      assertThat(sync(installer, list).changed()).isEmpty();
      assertThat(revisions()).as("equal values are not sent").isEqualTo(quiet);

      assertThat(sync(installer, "shared: [10.94.0.200]").pending()).isEmpty();
      assertThat(shown(one)).endsWith("[10.94.0.200]");
      assertThat(addresses(one)).as("kept").contains("fd00:94::32");
    }
  }

  private List<String> addresses(Port port) {
    return neutron.ports().find(port.id()).orElseThrow().fixedIps().stream()
        .map(Port.FixedIp::address)
        .toList();
  }

  @Test
  void putsOptionsAndRoutesRightInOneRequestEach() throws IOException {
    Port one = node("node-1", "10.94.0.31");
    Port two = node("node-2", "10.94.0.32");
    port("10.94.0.40", List.of());
    neutron.subnets().setTags(subnet, new RackTags(RACK).tags("network", "provision/ipv4"));
    Rack rack =
        rack(
            ", metadata: { installer: 10.94.0.5 }, host-routes: { 10.1.0.0/16: 10.94.0.254 }",
            "mac: '%s', dhcp-options: { 150: 10.94.0.5, 'tag:!ipxe,67': undionly.kpxe }"
                .formatted(one.mac()),
            "mac: '%s'".formatted(two.mac()));
    Map<String, Long> others = revisions(one, two);
    String swap = "addresses: {'%s': 10.94.0.32, '%s': 10.94.0.31}".formatted(one.mac(), two.mac());
    try (Project installer = installer()) {
      assertThat(sync(installer, rack, swap).left()).isZero();
      List<String> told =
          List.of(
              "150=10.94.0.5",
              "bootfile-name=http://198.51.100.9:8088/boot/${uuid}",
              "tag:!ipxe,67=undionly.kpxe");
      assertThat(told(one)).isEqualTo(told);
      assertThat(told(two)).containsExactly(told.get(1));
      assertThat(shown(one)).isEqualTo("10.94.0.32 []");

      Port meddled = neutron.ports().find(one.id()).orElseThrow();
      neutron
          .ports()
          .update(
              one.id(),
              Attributes.dhcpOptions(
                  Attributes.none(),
                  List.of(new Port.DhcpOption("tftp-server", "10.94.0.66", 4)),
                  meddled.dhcpOptions()));
      neutron.subnets().update(subnet, Attributes.hostRoutes(Attributes.none(), List.of()));
      int before = installer.calls().calls();
      Pass pass = sync(installer, rack, swap);
      assertThat(pass.left()).isZero();
      assertThat(pass.changed()).as("%s", pass.changed()).hasSize(2);
      assertThat(installer.calls().calls() - before).as("two lists, two changes").isEqualTo(4);
      assertThat(told(one)).isEqualTo(told);
      assertThat(neutron.subnets().find(subnet).orElseThrow().hostRoutes())
          .containsExactlyInAnyOrder(
              new Subnet.Route("169.254.169.254/32", "10.94.0.5"),
              new Subnet.Route("10.1.0.0/16", "10.94.0.254"));

      Map<String, Long> quiet = revisions();
      assertThat(sync(installer, rack, swap).changed()).isEmpty();
      assertThat(revisions()).as("equal values are not sent").isEqualTo(quiet);
    }
    assertThat(revisions(one, two)).isEqualTo(others).hasSize(1);
  }

  private List<String> told(Port port) {
    return neutron.ports().find(port.id()).orElseThrow().dhcpOptions().stream()
        .map(option -> option.name() + "=" + option.value())
        .sorted()
        .toList();
  }

  /** Ports of other networks that have a mark of sync's: those of other racks, if any. */
  private List<String> sumsOfMarks() {
    return neutron.ports().all().stream()
        .filter(port -> !port.network().equals(network) && port.description().contains(" sync="))
        .map(Port::id)
        .sorted()
        .toList();
  }

  @Test
  void itsCredentialCanDoNothingElse() {
    Port port = node("node-1", "10.94.0.31");
    try (Project installer = installer()) {
      Neutron allowed = installer.neutron();
      assertThat(allowed.ports().find(port.id())).isPresent();
      allowed.ports().update(port.id(), Attributes.none().put("description", "seen"));

      Nova nova = installer.nova();
      Map<String, Runnable> forbidden = new LinkedHashMap<>();
      forbidden.put("servers", nova::servers);
      forbidden.put("flavors", nova::flavors);
      forbidden.put("keypairs", nova::keypairs);
      forbidden.put("images", () -> installer.glance().images());
      forbidden.put("networks", () -> allowed.networks().all());
      forbidden.put("security groups", () -> allowed.securityGroups().all());
      forbidden.put("floating IPs", () -> allowed.floatingIps().all());
      forbidden.put("routers", () -> allowed.routers().all());
      forbidden.put("delete a port", () -> allowed.ports().delete(port.id()));
      forbidden.put(
          "make a port",
          () -> allowed.ports().create(Attributes.none().put("network_id", network)));
      forbidden.put("tag a port", () -> allowed.ports().setTags(port.id(), List.of("x")));
      forbidden.put("delete a subnet", () -> allowed.subnets().delete(subnet));
      forbidden.put(
          "make a subnet",
          () -> allowed.subnets().create(Attributes.none().put("network_id", network)));
      forbidden.put("tag a subnet", () -> allowed.subnets().setTags(subnet, List.of("x")));
      forbidden.put(
          "change a network",
          () -> allowed.networks().update(network, Attributes.none().put("name", "x")));
      forbidden.put(
          "make a network", () -> allowed.networks().create(Attributes.none().put("name", "x")));
      forbidden.forEach(
          (what, call) ->
              assertThatThrownBy(call::run)
                  .as(what)
                  .isInstanceOfSatisfying(
                      ApiException.class, e -> assertThat(e.status()).isIn(401, 403)));
      assertThatThrownBy(
              () -> installer.keystone().createCredential("more", "", List.of(), Optional.empty()))
          .as("another credential")
          .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.status()).isIn(401, 403));
    }
    assertThat(neutron.ports().find(port.id())).isPresent();
  }
}
