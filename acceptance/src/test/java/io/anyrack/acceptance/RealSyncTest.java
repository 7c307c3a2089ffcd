package io.anyrack.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.acceptance.Desk.Told;
import io.anyrack.openstack.neutron.Attributes;
import io.anyrack.openstack.neutron.Neutron;
import io.anyrack.openstack.neutron.Port;
import io.anyrack.openstack.tag.RackTags;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Address sync on a real OpenStack, as guests see it: two nodes with a guard, and a third one that
 * looks at them. How long it took is reported and not asserted: it is the machine's load, too.
 */
@Tag("openstack")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class RealSyncTest {
  private static final String ROUTER = "192.0.2.1";
  private static final String ONE = "192.0.2.31";
  private static final String OTHER = "192.0.2.32";
  private static final String VIP = "192.0.2.9";
  private static final String NONE = "none";

  @RegisterExtension static final Anyrack ANYRACK = new Anyrack();

  private static CloudProject cloud;
  private static Desk desk;
  private static Rack rack;
  private static Path list;
  private static String foreign = "";
  private static String a;
  private static String b;
  private static String eye;

  @BeforeAll
  static void guestsAreUp() throws IOException {
    cloud = new CloudProject();
    desk = new Desk();
    int port = RealCloud.freePort();
    rack =
        ANYRACK.rack(
            RealCloud.head("sync-%x".formatted(System.nanoTime() & 0xffff))
                + """
                nodes:
                  - { name: a, memory: 512MiB, disk: 1GiB, networks: [{ name: provision, address: %s }] }
                  - { name: b, memory: 512MiB, disk: 1GiB, networks: [{ name: provision, address: %s }] }
                  - { name: eye, memory: 512MiB, disk: 1GiB }
                boot: { script: boot.ipxe, serve: www, address: %s, port: %d }
                sync: { sources: [{ static: list.yaml }] }
                """
                    .formatted(ONE, OTHER, RealCloud.ADDRESS, port));
    Path directory = rack.file().getParent();
    list = directory.resolve("list.yaml");
    Files.writeString(list, "{}\n");
    Path served = Files.createDirectory(directory.resolve("www"));
    TalkingLinux.into(served, ANYRACK.linux());
    Files.writeString(directory.resolve("boot.ipxe"), TalkingLinux.script(port, desk.url()));
    rack.up();
    a = mac("a");
    b = mac("b");
    eye = mac("eye");
    foreign = portOfSomebodyElse();
    for (String node : new String[] {"a", "b", "eye"}) {
      rack.node(node).bmc().ask("chassis", "bootdev", "pxe");
      rack.node(node).bmc().ask("power", "on");
    }
    desk.awaitGuest(a);
    desk.awaitGuest(b);
    desk.awaitGuest(eye);
    for (String address : new String[] {ONE, OTHER, VIP}) {
      desk.order(eye, "watch", address);
    }
  }

  private static String mac(String node) {
    return rack.node(node).listed().path("macs").get(0).asString();
  }

  /** On the same network, without the rack's tag, and with an address that sync is to touch. */
  private static String portOfSomebodyElse() {
    Neutron neutron = cloud.project().neutron();
    String network = ports(neutron, port -> port.mac().equals(a)).getFirst().network();
    return neutron
        .ports()
        .create(Attributes.none().put("network_id", network).put("name", "somebody else's"))
        .id();
  }

  @AfterAll
  static void down() {
    try {
      if (!foreign.isEmpty()) {
        cloud.project().neutron().ports().delete(foreign);
      }
      rack.close();
    } finally {
      desk.close();
      cloud.close();
    }
  }

  @BeforeEach
  void eachHasItsOwn() {
    say("addresses: { '%s': %s, '%s': %s }".formatted(a, ONE, b, OTHER));
    desk.order(a, "take", ONE, ROUTER);
    desk.order(b, "take", OTHER, ROUTER);
    desk.awaitSight(eye, ONE, a);
    desk.awaitSight(eye, OTHER, b);
    desk.awaitSight(eye, VIP, NONE);
  }

  /** Replaces the list at one moment. */
  private static Told say(String text) {
    try {
      Path next = Files.writeString(list.resolveSibling("list.next"), text + "\n");
      Told now = Desk.now();
      Files.move(next, list, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return now;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Port> ports(Neutron neutron, Predicate<Port> which) {
    return neutron.ports().all().stream().filter(which).toList();
  }

  /** Revisions of all ports that are there before and not nodes' of this rack, or are. */
  private static Map<String, Long> revisions(boolean ours) {
    String tag = new RackTags(rack.name()).tag();
    return ports(
            cloud.project().neutron(),
            port ->
                ours
                    == (port.tags().contains(tag)
                        && RackTags.role(port.tags()).filter("node"::equals).isPresent()))
        .stream()
        .collect(Collectors.toMap(Port::id, Port::revision, (one, _) -> one, TreeMap::new));
  }

  private static JsonNode sync() {
    return JsonMapper.shared().readTree(rack.run("status", "--sync", "-o", "json").expectDone());
  }

  @Test
  void nodesThatSwapTheirAddressesAnswerAgain(TestReporter report) {
    Map<String, Long> foreigners = revisions(false);
    desk.order(a, "take", OTHER, ROUTER);
    desk.order(b, "take", ONE, ROUTER);
    desk.awaitSight(eye, ONE, NONE);
    desk.awaitSight(eye, OTHER, NONE);

    Told said = say("addresses: { '%s': %s, '%s': %s }".formatted(a, OTHER, b, ONE));

    Told one = desk.awaitSight(eye, ONE, b);
    Told other = desk.awaitSight(eye, OTHER, a);
    report.publishEntry(
        "swap",
        "answered %d and %d ms after the list changed; sync: %s"
            .formatted(one.since(said).toMillis(), other.since(said).toMillis(), sync()));
    assertThat(foreigners).containsKey(foreign);
    assertThat(revisions(false)).as("others' ports").isEqualTo(foreigners);
  }

  @Test
  void aSharedAddressMovesByItselfAndGoesWithTheList(TestReporter report) {
    Map<String, Long> foreigners = revisions(false);
    String addresses = "addresses: { '%s': %s, '%s': %s }".formatted(a, ONE, b, OTHER);
    Told said = say(addresses + "\nshared: [" + VIP + "]");
    desk.order(a, "share", VIP);
    Told opened = desk.awaitSight(eye, VIP, a);
    Eventually.await("nothing is pending", () -> sync().path("pending").asInt(1) == 0);
    Map<String, Long> ours = revisions(true);

    desk.order(a, "leave", VIP);
    Told moved = desk.order(b, "share", VIP);
    Told answered = desk.awaitSight(eye, VIP, b);

    assertThat(revisions(true)).as("nobody changed a port for the move").isEqualTo(ours);
    Told ended = say(addresses);
    Told closed = desk.awaitSight(eye, VIP, NONE);
    report.publishEntry(
        "vip",
        "open %d ms after the list changed; answered %d ms after the move; closed %d ms after it"
                .formatted(
                    opened.since(said).toMillis(),
                    answered.since(moved).toMillis(),
                    closed.since(ended).toMillis())
            + " was withdrawn");
    assertThat(revisions(false)).as("others' ports").isEqualTo(foreigners);
  }
}
