package io.anyrack.fakestack.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What Glance does for a member of a project. */
abstract class GlanceContract {
  private static final String NOBODY = "11111111-1111-1111-1111-111111111111";
  private static final String STREAM = "application/octet-stream";

  private Wire wire;

  abstract Access access();

  @BeforeEach
  void login() {
    wire = new Wire(access());
  }

  @AfterEach
  void close() {
    wire.close();
  }

  private JsonNode image(String more) {
    return wire.make(
        "image",
        "/images",
        "",
        "{\"name\": \"contract\", \"disk_format\": \"raw\", \"container_format\": \"bare\""
            + more
            + "}");
  }

  private Reply patch(String id, String steps) {
    return wire.send(
        "PATCH",
        wire.endpoint("image").orElseThrow() + "/v2/images/" + id,
        steps,
        Map.of(
            "X-Auth-Token",
            wire.token(),
            "Content-Type",
            "application/openstack-images-v2.1-json-patch"));
  }

  private static void refused(Reply reply, int status, String message) {
    assertThat(reply.status()).as(reply.toString()).isEqualTo(status);
    assertThat(reply.body()).contains(message);
  }

  @Test
  void imageIsQueuedThenActive() {
    JsonNode made = image(", \"hw_rescue_device\": \"cdrom\", \"own\": \"x\"");
    String id = made.path("id").asString();
    assertThat(made.path("status").asString()).isEqualTo("queued");
    assertThat(made.path("size").isNull()).isTrue();
    assertThat(made.path("own").asString()).isEqualTo("x");
    assertThat(wire.get("image", "/images/" + id + "/file").status()).isEqualTo(204);
    refused(
        wire.upload(id, new byte[10], "text/plain"),
        415,
        "The request media type text/plain is not supported by this server.");
    assertThat(wire.upload(id, new byte[65536], STREAM).status()).isEqualTo(204);
    refused(
        wire.upload(id, new byte[10], STREAM),
        409,
        "Image status transition from active to saving is not allowed");
    Reply active = wire.get("image", "/images/" + id);
    assertThat(active.text("/status")).isEqualTo("active");
    assertThat(active.at("/size").asInt()).isEqualTo(65536);
    assertThat(active.text("/checksum")).isEqualTo("fcd6bcb56c1689fcef28b57c22475bad");
    assertThat(active.text("/os_hash_algo")).isEqualTo("sha512");
    assertThat(active.text("/os_hash_value")).startsWith("73e4153936dab198397b74ee9efc26093dda721");
  }

  @Test
  void propertiesAreChanged() {
    String id = image(", \"hw_disk_bus\": \"ide\"").path("id").asString();
    assertThat(
            patch(id, "[{\"op\": \"replace\", \"path\": \"/hw_disk_bus\", \"value\": \"scsi\"}]")
                .text("/hw_disk_bus"))
        .isEqualTo("scsi");
    assertThat(
            patch(id, "[{\"op\": \"add\", \"path\": \"/rack\", \"value\": \"one\"}]").text("/rack"))
        .isEqualTo("one");
    assertThat(patch(id, "[{\"op\": \"remove\", \"path\": \"/rack\"}]").json().has("rack"))
        .isFalse();
    Reply missing = patch(id, "[{\"op\": \"remove\", \"path\": \"/rack\"}]");
    assertThat(missing.status()).as(missing.toString()).isEqualTo(409);
    refused(
        patch(id, "[{\"op\": \"replace\", \"path\": \"/status\", \"value\": \"active\"}]"),
        403,
        "read-only");
    refused(
        patch(id, "[{\"op\": \"replace\", \"path\": \"/visibility\", \"value\": \"public\"}]"),
        403,
        "You are not authorized to complete publicize_image action.");
  }

  @Test
  void memberPublishesNothing() {
    refused(
        wire.post(
            "image",
            "/images",
            "{\"visibility\": \"public\", \"disk_format\": \"raw\", \"container_format\":"
                + " \"bare\"}"),
        403,
        "You are not authorized to complete publicize_image action.");
    refused(
        wire.post(
            "image", "/images", "{\"disk_format\": \"nonsense\", \"container_format\": \"bare\"}"),
        400,
        "'nonsense' is not one of");
  }

  @Test
  void imagesAreFoundByPropertyAndTag() {
    String id =
        image(", \"contract_mark\": \"here\", \"tags\": [\"contract-tag\"]").path("id").asString();
    assertThat(wire.get("image", "/images?contract_mark=here").text("/images/0/id")).isEqualTo(id);
    assertThat(wire.get("image", "/images?contract_mark=elsewhere").at("/images")).isEmpty();
    assertThat(wire.get("image", "/images?tag=contract-tag").at("/images")).hasSize(1);
    assertThat(wire.get("image", "/images?status=queued&contract_mark=here").at("/images"))
        .hasSize(1);
  }

  @Test
  void pagesAreLinked() {
    image(", \"contract_page\": \"x\"");
    image(", \"contract_page\": \"x\"");
    Reply first = wire.get("image", "/images?limit=1&contract_page=x");
    assertThat(first.at("/images")).hasSize(1);
    assertThat(first.text("/next"))
        .startsWith("/v2/images?")
        .contains("marker=" + first.text("/images/0/id"));
  }

  @Test
  void protectedImageStays() {
    String id = image(", \"protected\": true").path("id").asString();
    refused(
        wire.delete("image", "/images/" + id),
        403,
        "Image " + id + " is protected and cannot be deleted.");
    patch(id, "[{\"op\": \"replace\", \"path\": \"/protected\", \"value\": false}]");
  }

  @Test
  void unknownIsNotFound() {
    refused(wire.get("image", "/images/" + NOBODY), 404, "No image found with ID " + NOBODY);
    refused(
        wire.delete("image", "/images/" + NOBODY),
        404,
        "Failed to find image " + NOBODY + " to delete");
  }
}
