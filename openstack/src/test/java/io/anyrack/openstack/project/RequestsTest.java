package io.anyrack.openstack.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.anyrack.openstack.cinder.VolumeRequest;
import io.anyrack.openstack.cloud.ScriptedCloud;
import io.anyrack.openstack.glance.ImageRequest;
import io.anyrack.openstack.keystone.AccessRule;
import io.anyrack.openstack.neutron.Attributes;
import io.anyrack.openstack.neutron.Port;
import io.anyrack.openstack.neutron.SecurityGroup;
import io.anyrack.openstack.nova.BlockDevice;
import io.anyrack.openstack.nova.ServerRequest;
import io.anyrack.rack.model.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** What each call sends, as OpenStack's API reference has it. */
class RequestsTest {
  private static final String ACTION = "POST /compute/v2.1/servers/s1/action";

  private final ScriptedCloud cloud = new ScriptedCloud();
  private final Project project = cloud.project();

  @AfterEach
  void end() {
    project.close();
    cloud.close();
  }

  private static Arguments sent(String name, String call, Consumer<Project> doing, String body) {
    return argumentSet(name, call, doing, body);
  }

  static Stream<Arguments> nova() {
    return Stream.of(
        sent("start", ACTION, p -> p.nova().start("s1"), "{\"os-start\": null}"),
        sent("stop", ACTION, p -> p.nova().stop("s1"), "{\"os-stop\": null}"),
        sent(
            "hard reboot",
            ACTION,
            p -> p.nova().reboot("s1", true),
            "{\"reboot\": {\"type\": \"HARD\"}}"),
        sent(
            "rescue",
            ACTION,
            p -> p.nova().rescue("s1", "i1"),
            "{\"rescue\": {\"rescue_image_ref\": \"i1\"}}"),
        sent("unrescue", ACTION, p -> p.nova().unrescue("s1"), "{\"unrescue\": null}"),
        sent(
            "rebuild",
            ACTION,
            p -> p.nova().rebuild("s1", "i1", Optional.empty()),
            "{\"rebuild\": {\"imageRef\": \"i1\"}}"),
        sent(
            "rebuild with metadata",
            ACTION,
            p -> p.nova().rebuild("s1", "i1", Optional.of(Map.of("a", "b"))),
            "{\"rebuild\": {\"imageRef\": \"i1\", \"metadata\": {\"a\": \"b\"}}}"),
        sent("shelve", ACTION, p -> p.nova().shelve("s1"), "{\"shelve\": null}"),
        sent("unshelve", ACTION, p -> p.nova().unshelve("s1"), "{\"unshelve\": null}"),
        sent("NMI", ACTION, p -> p.nova().triggerCrashDump("s1"), "{\"trigger_crash_dump\": null}"),
        sent(
            "console log",
            ACTION,
            p -> p.nova().consoleOutput("s1", 50),
            "{\"os-getConsoleOutput\": {\"length\": 50}}"),
        sent(
            "tags",
            "PUT /compute/v2.1/servers/s1/tags",
            p -> p.nova().setTags("s1", List.of("a", "b")),
            "{\"tags\": [\"a\", \"b\"]}"),
        sent(
            "metadata",
            "POST /compute/v2.1/servers/s1/metadata",
            p -> p.nova().setMetadata("s1", Map.of("k", "v")),
            "{\"metadata\": {\"k\": \"v\"}}"),
        sent(
            "attach a volume",
            "POST /compute/v2.1/servers/s1/os-volume_attachments",
            p -> p.nova().attachVolume("s1", "v1", true),
            "{\"volumeAttachment\": {\"volumeId\": \"v1\", \"delete_on_termination\": true}}"),
        sent(
            "key pair",
            "POST /compute/v2.1/os-keypairs",
            p -> p.nova().createKeypair("k", "ssh-ed25519 AAAA k"),
            "{\"keypair\": {\"name\": \"k\", \"public_key\": \"ssh-ed25519 AAAA k\"}}"),
        sent(
            "a server with a CD and a blank volume",
            "POST /compute/v2.1/servers",
            p -> p.nova().create(server()),
            """
            {"server": {"name": "node-1", "description": "anyrack:rack=lab", "flavorRef": "f1",
              "imageRef": "",
              "block_device_mapping_v2": [
                {"source_type": "volume", "uuid": "v1", "destination_type": "volume",
                 "boot_index": 0, "delete_on_termination": false,
                 "device_type": "cdrom", "disk_bus": "ide"},
                {"source_type": "blank", "destination_type": "local", "boot_index": -1,
                 "volume_size": 6, "delete_on_termination": true}],
              "networks": [{"port": "p1"}, {"port": "p2"}],
              "availability_zone": "nova",
              "metadata": {"anyrack:rack": "lab"}, "tags": ["anyrack:rack=lab"],
              "user_data": "I2Nsb3VkLWNvbmZpZwo="}}
            """));
  }

  private static ServerRequest server() {
    return new ServerRequest(
        "node-1",
        "anyrack:rack=lab",
        "f1",
        Optional.empty(),
        List.of(
            new BlockDevice(
                BlockDevice.Source.VOLUME,
                Optional.of("v1"),
                BlockDevice.Destination.VOLUME,
                OptionalInt.of(0),
                OptionalInt.empty(),
                false,
                Optional.of("cdrom"),
                Optional.of("ide")),
            new BlockDevice(
                BlockDevice.Source.BLANK,
                Optional.empty(),
                BlockDevice.Destination.LOCAL,
                OptionalInt.empty(),
                OptionalInt.of(6),
                true,
                Optional.empty(),
                Optional.empty())),
        List.of("p1", "p2"),
        Optional.empty(),
        Optional.of("nova"),
        Map.of("anyrack:rack", "lab"),
        List.of("anyrack:rack=lab"),
        Optional.of(new Secret("#cloud-config\n")),
        false);
  }

  static Stream<Arguments> others() {
    Port.DhcpOption bootfile = new Port.DhcpOption("bootfile-name", "http://192.0.2.1/a", 4);
    Port.DhcpOption tftp = new Port.DhcpOption("tftp-server", "192.0.2.1", 4);
    return Stream.of(
        sent(
            "an option that is not wanted any more is sent as null",
            "PUT /network/v2.0/ports/p1",
            p ->
                p.neutron()
                    .ports()
                    .update(
                        "p1",
                        Attributes.dhcpOptions(
                            Attributes.none(), List.of(bootfile), List.of(bootfile, tftp))),
            """
            {"port": {"extra_dhcp_opts": [
              {"opt_name": "bootfile-name", "opt_value": "http://192.0.2.1/a", "ip_version": 4},
              {"opt_name": "tftp-server", "opt_value": null, "ip_version": 4}]}}
            """),
        sent(
            "a port without a guard has no groups and no pairs",
            "POST /network/v2.0/ports",
            p ->
                p.neutron()
                    .ports()
                    .create(
                        Attributes.unguarded(
                            Attributes.fixedIps(
                                Attributes.none().put("network_id", "n1"),
                                List.of(new Port.FixedIp("s1", "192.0.2.30"))))),
            """
            {"port": {"network_id": "n1",
              "fixed_ips": [{"subnet_id": "s1", "ip_address": "192.0.2.30"}],
              "port_security_enabled": false, "security_groups": [], "allowed_address_pairs": []}}
            """),
        sent(
            "pairs",
            "PUT /network/v2.0/ports/p1",
            p ->
                p.neutron()
                    .ports()
                    .update(
                        "p1",
                        Attributes.allowedPairs(
                            Attributes.none(),
                            List.of(
                                new Port.AddressPair("192.0.2.0/24", Optional.empty()),
                                new Port.AddressPair(
                                    "192.0.2.9", Optional.of("02:00:00:00:00:01"))))),
            """
            {"port": {"allowed_address_pairs": [{"ip_address": "192.0.2.0/24"},
              {"ip_address": "192.0.2.9", "mac_address": "02:00:00:00:00:01"}]}}
            """),
        sent(
            "tags come in a call of their own",
            "PUT /network/v2.0/security-groups/g1/tags",
            p -> p.neutron().securityGroups().setTags("g1", List.of("anyrack:rack=lab")),
            "{\"tags\": [\"anyrack:rack=lab\"]}"),
        sent(
            "rule",
            "POST /network/v2.0/security-group-rules",
            p ->
                p.neutron()
                    .addRule(
                        "g1",
                        new SecurityGroup.Rule(
                            Optional.empty(),
                            "ingress",
                            "IPv4",
                            Optional.of("tcp"),
                            OptionalInt.of(22),
                            OptionalInt.of(22),
                            Optional.empty(),
                            Optional.empty())),
            """
            {"security_group_rule": {"security_group_id": "g1", "direction": "ingress",
              "ethertype": "IPv4", "protocol": "tcp", "port_range_min": 22, "port_range_max": 22}}
            """),
        sent(
            "gateway off",
            "PUT /network/v2.0/routers/r1",
            p ->
                p.neutron()
                    .routers()
                    .update("r1", Attributes.gateway(Attributes.none(), Optional.empty())),
            "{\"router\": {\"external_gateway_info\": null}}"),
        sent(
            "router interface",
            "PUT /network/v2.0/routers/r1/add_router_interface",
            p -> p.neutron().addInterface("r1", "s1"),
            "{\"subnet_id\": \"s1\"}"),
        sent(
            "image",
            "POST /image/v2/images",
            p ->
                p.glance()
                    .create(
                        new ImageRequest(
                            "ipxe", "iso", List.of("t"), Map.of("hw_rescue_bus", "ide"))),
            """
            {"name": "ipxe", "disk_format": "iso", "container_format": "bare",
             "visibility": "private", "tags": ["t"], "hw_rescue_bus": "ide"}
            """),
        sent(
            "image property",
            "PATCH /image/v2/images/i1",
            p -> p.glance().setProperty("i1", "a/b", "c"),
            "[{\"op\": \"add\", \"path\": \"/a~1b\", \"value\": \"c\"}]"),
        sent(
            "volume",
            "POST /volume/v3/project-1/volumes",
            p ->
                p.cinder()
                    .orElseThrow()
                    .create(
                        new VolumeRequest(
                            "node-1-disk",
                            "anyrack:rack=lab",
                            60,
                            Optional.of("standard"),
                            Optional.empty(),
                            Optional.of("nova"),
                            Map.of("anyrack:rack", "lab"))),
            """
            {"volume": {"name": "node-1-disk", "description": "anyrack:rack=lab", "size": 60,
              "volume_type": "standard", "availability_zone": "nova",
              "metadata": {"anyrack:rack": "lab"}}}
            """),
        sent(
            "application credential",
            "POST /v3/users/user-1/application_credentials",
            p ->
                p.keystone()
                    .createCredential(
                        "bmc",
                        "anyrack:rack=lab",
                        List.of(new AccessRule("compute", "GET", "/v2.1/servers/*")),
                        Optional.of(Instant.parse("2027-01-01T00:00:00Z"))),
            """
            {"application_credential": {"name": "bmc", "description": "anyrack:rack=lab",
              "expires_at": "2027-01-01T00:00:00Z",
              "access_rules": [
                {"service": "compute", "method": "GET", "path": "/v2.1/servers/*"}]}}
            """));
  }

  @ParameterizedTest
  @MethodSource({"nova", "others"})
  void sends(String call, Consumer<Project> doing, String body) {
    cloud.answer(call, 200, "{}");

    doing.accept(project);

    assertThat(cloud.asked(call).getFirst().json()).isEqualTo(JsonMapper.shared().readTree(body));
  }
}
