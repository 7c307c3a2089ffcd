package io.anyrack.fakestack.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What Cinder does for a member of a project, and servers that boot from volumes. */
abstract class CinderContract {
  private static final String BS = "block-storage";
  private static final String NOBODY = "11111111-1111-1111-1111-111111111111";

  private Wire wire;

  abstract Access access();

  @BeforeEach
  void login() {
    wire = new Wire(access());
    Assumptions.assumeTrue(wire.endpoint(BS).isPresent(), "this cloud has no volumes");
  }

  @AfterEach
  void close() {
    wire.close();
  }

  private String volume(String members) {
    String id =
        wire.make(BS, "/volumes", "volume", "{\"volume\": {\"size\": 1" + members + "}}")
            .path("id")
            .asString();
    available(id);
    return id;
  }

  private void available(String id) {
    wire.await(
        "volume",
        () -> wire.get(BS, "/volumes/" + id),
        each -> each.text("/volume/status").equals("available"));
  }

  private static void refused(Reply reply, int status, String message) {
    assertThat(reply.status()).as(reply.toString()).isEqualTo(status);
    assertThat(reply.message()).contains(message);
  }

  @Test
  void requestsMustMakeSense() {
    refused(
        wire.post(BS, "/volumes", "{\"volume\": {\"size\": 0}}"),
        400,
        "0 is less than the minimum of 1");
    refused(
        wire.post(BS, "/volumes", "{\"volume\": {\"size\": 1, \"imageRef\": \"" + NOBODY + "\"}}"),
        400,
        "Invalid image identifier or unable to access requested image.");
    refused(
        wire.post(BS, "/volumes", "{\"volume\": {\"size\": 1, \"volume_type\": \"nope\"}}"),
        404,
        "Volume type with name nope could not be found.");
    refused(wire.get(BS, "/volumes/nope"), 404, "Volume nope could not be found.");
  }

  @Test
  void volumeIsFoundByMetadata() {
    String id = volume(", \"metadata\": {\"contract\": \"here\"}");
    assertThat(
            wire.get(BS, "/volumes/detail?metadata=%7B%27contract%27%3A%27here%27%7D")
                .text("/volumes/0/id"))
        .isEqualTo(id);
    assertThat(
            wire.get(BS, "/volumes/detail?metadata=%7B%27contract%27%3A%27zz%27%7D").at("/volumes"))
        .isEmpty();
  }

  @Test
  void volumeGrowsOnly() {
    String id = volume("");
    String action = "/volumes/" + id + "/action";
    refused(
        wire.post(BS, action, "{\"os-extend\": {\"new_size\": 1}}"),
        400,
        "New size for extend must be greater than current size. (current: 1, extended: 1).");
    assertThat(wire.post(BS, action, "{\"os-extend\": {\"new_size\": 2}}").status()).isEqualTo(202);
    Reply grown =
        wire.await(
            "size",
            () -> wire.get(BS, "/volumes/" + id),
            each ->
                each.text("/volume/status").equals("available")
                    && each.at("/volume/size").asInt() == 2);
    assertThat(grown.status()).isEqualTo(200);
  }

  private static String volumeDevice(String id, int index, String more) {
    return "{\"source_type\": \"volume\", \"destination_type\": \"volume\", \"uuid\": \"%s\", \"boot_index\": %d%s}"
        .formatted(id, index, more);
  }

  private static String bdm(String... devices) {
    return "\"block_device_mapping_v2\": [" + String.join(", ", devices) + "]";
  }

  @Test
  void serverBootsFromVolumes() {
    Ground ground = Ground.make(wire);
    String root = volume(", \"imageRef\": \"" + ground.image() + "\"");
    String disk = volume("");
    Guest guest =
        ground.guest(
            ground.server(
                "t1.nano", List.of(bdm(volumeDevice(root, 0, ""), volumeDevice(disk, 1, "")))));
    JsonNode server = guest.await("ACTIVE");
    assertThat(server.path("image").asString()).isEmpty();
    assertThat(server.path("os-extended-volumes:volumes_attached")).hasSize(2);
    Reply attached = wire.get(BS, "/volumes/" + root);
    assertThat(attached.text("/volume/status")).isEqualTo("in-use");
    assertThat(attached.text("/volume/attachments/0/server_id")).isEqualTo(guest.id());
    refused(wire.delete(BS, "/volumes/" + root), 400, "Volume status must be available or error");
    String path = guest.path() + "/os-volume_attachments/";
    refused(wire.delete("compute", path + root), 400, "Cannot detach a root device volume");
    refused(
        wire.delete("compute", path + NOBODY), 404, "Volume " + NOBODY + " could not be found.");
    String rescue = "{\"rescue\": {\"rescue_image_ref\": \"" + ground.image() + "\"}}";
    refused(guest.act(rescue, "2.86"), 400, "Cannot rescue a volume-backed instance");
    refused(guest.act(rescue, "2.93"), 400, "Cannot rescue a volume-backed instance");
    String other =
        Ground.image(wire, "\"hw_rescue_device\": \"cdrom\", \"hw_rescue_bus\": \"ide\"");
    String rebuild = "{\"rebuild\": {\"imageRef\": \"" + other + "\"}}";
    refused(
        guest.act(rebuild, "2.92"),
        400,
        "Unable to rebuild with a different image for a volume-backed server.");
    guest.act(rescue.replace(ground.image(), other), "2.87", "RESCUE");
    guest.act("{\"unrescue\": null}", "2.1", "ACTIVE");
    guest.act(rebuild, "2.93", "ACTIVE");
  }

  @Test
  void rebuildWritesTheVolumeInACdDrive() {
    Ground ground = Ground.make(wire);
    String drive = ", \"device_type\": \"cdrom\", \"disk_bus\": \"ide\"";
    String root = volume(", \"imageRef\": \"" + ground.image() + "\"");
    String disk = volume("");
    Guest guest =
        ground.guest(
            ground.server(
                "t1.nano", List.of(bdm(volumeDevice(root, 0, drive), volumeDevice(disk, 1, "")))));
    guest.await("ACTIVE");
    String other = Ground.image(wire, "\"os_shutdown_timeout\": \"0\"");
    assertThat(contentOf(root)).isEqualTo(ground.image());

    guest.act(
        "{\"rebuild\": {\"imageRef\": \"%s\", \"metadata\": {\"x\": \"y\"}}}".formatted(other),
        "2.93",
        "ACTIVE");

    JsonNode server = guest.await("ACTIVE");
    assertThat(server.path("metadata").propertyNames()).containsExactly("x");
    assertThat(server.path("image").asString()).isEmpty();
    assertThat(server.path("os-extended-volumes:volumes_attached").get(0).path("id").asString())
        .isEqualTo(root);
    assertThat(contentOf(root)).isEqualTo(other);
    assertThat(wire.get(BS, "/volumes/" + disk).text("/volume/status")).isEqualTo("in-use");
  }

  /** The image that a volume was written with. */
  private String contentOf(String volume) {
    return wire.get(BS, "/volumes/" + volume).text("/volume/volume_image_metadata/image_id");
  }

  @Test
  void volumesComeAndGo() {
    Ground ground = Ground.make(wire);
    Guest guest = ground.guest(ground.server(""));
    guest.await("ACTIVE");
    guest.act("{\"os-stop\": null}", "2.1", "SHUTOFF");
    String disk = volume("");
    String path = guest.path() + "/os-volume_attachments";
    String body = "{\"volumeAttachment\": {\"volumeId\": \"" + disk + "\"}}";
    assertThat(wire.post("compute", path, body).status()).isEqualTo(200);
    wire.await(
        "in-use",
        () -> wire.get(BS, "/volumes/" + disk),
        each -> each.text("/volume/status").equals("in-use"));
    assertThat(
            wire.put(
                    "compute",
                    path + "/" + disk,
                    "{\"volumeAttachment\": {\"volumeId\": \"%s\", \"delete_on_termination\": true}}"
                        .formatted(disk))
                .status())
        .isEqualTo(202);
    assertThat(
            wire.get("compute", path).at("/volumeAttachments/0/delete_on_termination").asBoolean())
        .isTrue();
    assertThat(wire.delete("compute", path + "/" + disk).status()).isEqualTo(202);
    available(disk);
  }

  @Test
  void volumeGoesWithItsServer() {
    Ground ground = Ground.make(wire);
    String device =
        "{\"source_type\": \"image\", \"destination_type\": \"volume\", \"uuid\": \"%s\", \"boot_index\": 0, \"volume_size\": 1, \"delete_on_termination\": true}"
            .formatted(ground.image());
    Guest guest = ground.guest(ground.server("t1.nano", List.of(bdm(device))));
    String id = guest.await("ACTIVE").at("/os-extended-volumes:volumes_attached/0/id").asString();
    wire.delete("compute", guest.path());
    wire.await("volume gone", () -> wire.get(BS, "/volumes/" + id), each -> each.status() == 404);
  }

  @Test
  void mappedVolumeMustBeThere() {
    Ground ground = Ground.make(wire);
    refused(
        wire.post(
            "compute",
            "/servers",
            ground.server("t1.nano", List.of(bdm(volumeDevice(NOBODY, 0, ""))))),
        400,
        "Block Device Mapping is Invalid: failed to get volume " + NOBODY + ".");
    String noSize =
        "{\"source_type\": \"blank\", \"destination_type\": \"volume\", \"boot_index\": 0}";
    refused(
        wire.post("compute", "/servers", ground.server("t1.nano", List.of(bdm(noSize)))),
        400,
        "Blank volumes (source: 'blank', dest: 'volume') need to have non-zero size");
  }
}
