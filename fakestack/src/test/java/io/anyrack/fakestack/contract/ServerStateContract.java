package io.anyrack.fakestack.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/**
 * What may be done to a server in which state, and what comes of it. One server; each test begins
 * with it ACTIVE.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ServerStateContract {
  private static final String NOBODY = "11111111-1111-1111-1111-111111111111";
  private static final String STOP = "{\"os-stop\": null}";
  private static final String START = "{\"os-start\": null}";
  private static final String HARD = "{\"reboot\": {\"type\": \"HARD\"}}";
  private static final String SOFT = "{\"reboot\": {\"type\": \"SOFT\"}}";
  private static final String DUMP = "{\"trigger_crash_dump\": null}";

  private Wire wire;
  private Ground ground;
  private Guest guest;

  abstract Access access();

  @BeforeAll
  void server() {
    wire = new Wire(access());
    ground = Ground.make(wire);
    guest = ground.guest(ground.server(""));
  }

  @AfterAll
  void close() {
    wire.close();
  }

  @BeforeEach
  void active() {
    guest.await("ACTIVE");
  }

  private String rescue() {
    return "{\"rescue\": {\"rescue_image_ref\": \"" + ground.image() + "\"}}";
  }

  @Test
  void runningServerIsNotStarted() {
    guest.refusedInState(START, "start", "active");
    guest.refusedInState("{\"unpause\": null}", "unpause", "active");
    guest.refusedInState("{\"unrescue\": null}", "unrescue", "active");
    guest.refusedInState("{\"resume\": null}", "resume", "active");
    guest.refusedInState("{\"unshelve\": null}", "unshelve", "active");
    assertThat(guest.act(DUMP).status()).isEqualTo(202);
  }

  @Test
  void requestsMustMakeSense() {
    guest.refused("{\"nonsense\": null}", 400, "There is no such action: nonsense");
    guest.refused(
        "{\"reboot\": {\"type\": \"WARM\"}}",
        400,
        "Invalid input for field/attribute type. Value: WARM. 'WARM' is not one of ['HARD', 'Hard',"
            + " 'hard', 'SOFT', 'Soft', 'soft']");
    guest.refused(
        "{\"os-resetState\": {\"state\": \"active\"}}",
        403,
        "Policy doesn't allow os_compute_api:os-admin-actions:reset_state to be performed.");
    guest.refused(
        "{\"rescue\": {\"rescue_image_ref\": \"" + NOBODY + "\"}}",
        400,
        "Requested rescue image '" + NOBODY + "' is not supported");
    guest.refused(
        "{\"rebuild\": {\"imageRef\": \"" + NOBODY + "\"}}", 400, "Cannot find image for rebuild");
  }

  @Test
  void stopTakesAWhileAndIsNotAskedTwice() {
    assertThat(guest.act(STOP).status()).isEqualTo(202);
    Reply again = guest.act(STOP);
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.message())
        .isIn(
            "Cannot 'stop' instance %s while it is in task_state powering-off"
                .formatted(guest.id()),
            "Cannot 'stop' instance %s while it is in vm_state stopped".formatted(guest.id()));
    JsonNode stopped = guest.await("SHUTOFF");
    assertThat(stopped.path("OS-EXT-STS:vm_state").asString()).isEqualTo("stopped");
    assertThat(stopped.path("OS-EXT-STS:power_state").asInt()).isEqualTo(4);
    guest.refusedInState(STOP, "stop", "stopped");
    guest.refusedInState(SOFT, "reboot", "stopped");
    guest.refusedInState("{\"pause\": null}", "pause", "stopped");
    guest.refusedInState(DUMP, "trigger_crash_dump", "stopped");
    guest.act(HARD, "2.1", "ACTIVE");
    guest.act(STOP, "2.1", "SHUTOFF");
    guest.act(START, "2.1", "ACTIVE");
  }

  @Test
  void rescuedServerIsOnlyUnrescued() {
    Reply begun = guest.act(rescue());
    assertThat(begun.status()).isEqualTo(200);
    assertThat(begun.text("/adminPass")).isNotEmpty();
    JsonNode rescued = guest.await("RESCUE");
    assertThat(rescued.path("OS-EXT-STS:vm_state").asString()).isEqualTo("rescued");
    guest.refusedInState(STOP, "stop", "rescued");
    guest.refusedInState(START, "start", "rescued");
    guest.refusedInState(HARD, "reboot", "rescued");
    guest.refusedInState(rescue(), "rescue", "rescued");
    guest.refusedInState(
        "{\"rebuild\": {\"imageRef\": \"" + ground.image() + "\"}}", "rebuild", "rescued");
    Reply tags = wire.put("compute", guest.path() + "/tags", "{\"tags\": [\"q\"]}");
    assertThat(tags.status()).isEqualTo(409);
    assertThat(tags.message())
        .isEqualTo(
            "Cannot 'update tags' instance %s while it is in vm_state rescued"
                .formatted(guest.id()));
    Reply metadata =
        wire.post("compute", guest.path() + "/metadata", "{\"metadata\": {\"a\": \"b\"}}");
    assertThat(metadata.status()).isEqualTo(409);
    assertThat(metadata.message())
        .isEqualTo(
            "Cannot 'update metadata' instance %s while it is in vm_state rescued"
                .formatted(guest.id()));
    assertThat(guest.act(DUMP).status()).isEqualTo(202);
    guest.act("{\"unrescue\": null}", "2.1", "ACTIVE");
  }

  @Test
  void stoppedServerIsRescuedAndThenRuns() {
    guest.act(STOP, "2.1", "SHUTOFF");
    guest.act(rescue(), "2.1", "RESCUE");
    guest.act("{\"unrescue\": null}", "2.1", "ACTIVE");
  }

  @Test
  void pausedServerIsNotStopped() {
    JsonNode paused = guest.act("{\"pause\": null}", "2.1", "PAUSED");
    assertThat(paused.path("OS-EXT-STS:power_state").asInt()).isEqualTo(3);
    guest.refusedInState(STOP, "stop", "paused");
    guest.refusedInState("{\"pause\": null}", "pause", "paused");
    guest.act("{\"unpause\": null}", "2.1", "ACTIVE");
  }

  @Test
  void suspendedServerIsResumed() {
    JsonNode suspended = guest.act("{\"suspend\": null}", "2.1", "SUSPENDED");
    assertThat(suspended.path("OS-EXT-STS:vm_state").asString()).isEqualTo("suspended");
    guest.refusedInState(STOP, "stop", "suspended");
    guest.act("{\"resume\": null}", "2.1", "ACTIVE");
  }

  @Test
  void shelvedServerHasNoHost() {
    JsonNode shelved = guest.act("{\"shelve\": null}", "2.1", "SHELVED_OFFLOADED");
    assertThat(shelved.path("OS-EXT-STS:power_state").asInt()).isEqualTo(4);
    // It has its host for a moment longer than its state tells; what refuses it depends on that.
    wire.await(
        "the refusal of a server without a host",
        () -> {
          Reply reply = guest.act(START);
          assertThat(reply.status()).isEqualTo(409);
          return reply;
        },
        reply -> reply.message().equals("Instance " + guest.id() + " is not ready"));
    guest.refusedInState(HARD, "reboot", "shelved_offloaded");
    guest.act("{\"unshelve\": null}", "2.1", "ACTIVE");
    for (JsonNode each : wire.get("image", "/images?name=contract-shelved").at("/images")) {
      wire.delete("image", "/images/" + each.path("id").asString());
    }
  }

  @Test
  void lockedServerIsLeftAlone() {
    assertThat(guest.act("{\"lock\": {\"locked_reason\": \"for a test\"}}").status())
        .isEqualTo(202);
    assertThat(guest.show().text("/server/locked_reason")).isEqualTo("for a test");
    String locked = "Instance " + guest.id() + " is locked";
    guest.refused(STOP, 409, locked);
    guest.refused(rescue(), 409, locked);
    Reply deletion = wire.delete("compute", guest.path());
    assertThat(deletion.status()).isEqualTo(409);
    assertThat(deletion.message()).isEqualTo(locked);
    assertThat(guest.act("{\"unlock\": null}").status()).isEqualTo(202);
  }

  @Test
  void rebuildKeepsPowerState() {
    String rebuild =
        "{\"rebuild\": {\"imageRef\": \"" + ground.image() + "\", \"metadata\": {\"x\": \"y\"}}}";
    Reply begun = guest.act(rebuild);
    assertThat(begun.status()).isEqualTo(202);
    assertThat(begun.text("/server/id")).isEqualTo(guest.id());
    assertThat(guest.await("ACTIVE").at("/metadata/x").asString()).isEqualTo("y");
    guest.act(STOP, "2.1", "SHUTOFF");
    guest.act(rebuild, "2.1", "SHUTOFF");
    guest.act(START, "2.1", "ACTIVE");
  }

  @Test
  void metadataAndTagsChange() {
    String metadata = guest.path() + "/metadata";
    assertThat(wire.put("compute", metadata, "{\"metadata\": {\"a\": \"b\"}}").text("/metadata/a"))
        .isEqualTo("b");
    assertThat(wire.post("compute", metadata, "{\"metadata\": {\"c\": \"d\"}}").at("/metadata"))
        .hasSize(2);
    assertThat(wire.delete("compute", metadata + "/a").status()).isEqualTo(204);
    Reply missing = wire.delete("compute", metadata + "/a");
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.message()).isEqualTo("Metadata item was not found");
    String tags = guest.path() + "/tags";
    assertThat(wire.put("compute", tags, "{\"tags\": [\"one\"]}").at("/tags")).hasSize(1);
    assertThat(wire.put("compute", tags + "/two", "").status()).isEqualTo(201);
    assertThat(wire.put("compute", tags + "/two", "").status()).isEqualTo(204);
    Reply noTag = wire.delete("compute", tags + "/zz");
    assertThat(noTag.status()).isEqualTo(404);
    assertThat(noTag.message()).isEqualTo("Instance %s has no tag 'zz'".formatted(guest.id()));
  }

  @Test
  void consoleIsReadByLines() {
    assertThat(guest.act("{\"os-getConsoleOutput\": {\"length\": 5}}").status()).isEqualTo(200);
    Reply serial =
        wire.post(
            "compute",
            guest.path() + "/remote-consoles",
            "{\"remote_console\": {\"protocol\": \"serial\", \"type\": \"serial\"}}");
    if (serial.status() != 200) { // else see SerialConsoleContract
      assertThat(serial.status()).isEqualTo(400);
      assertThat(serial.message()).isEqualTo("Unavailable console type serial.");
    }
  }

  @Test
  void cardsComeAndGo() {
    String port =
        wire.make(
                "network",
                "/ports",
                "port",
                "{\"port\": {\"network_id\": \"" + ground.network() + "\"}}")
            .path("id")
            .asString();
    String path = guest.path() + "/os-interface";
    Reply attached =
        wire.post("compute", path, "{\"interfaceAttachment\": {\"port_id\": \"" + port + "\"}}");
    assertThat(attached.status()).as(attached.toString()).isEqualTo(200);
    wire.await(
        "card",
        () -> wire.get("compute", path),
        reply -> reply.at("/interfaceAttachments").size() == 2);
    guest.act(STOP, "2.1", "SHUTOFF");
    assertThat(wire.delete("compute", path + "/" + port).status()).isEqualTo(202);
    assertThat(wire.delete("compute", path + "/" + NOBODY).status()).isEqualTo(202);
    wire.await(
        "port free",
        () -> wire.get("network", "/ports/" + port),
        reply -> reply.text("/port/device_id").isEmpty());
    guest.act(START, "2.1", "ACTIVE");
  }

  @Test
  void listsAreFiltered() {
    Reply detail = wire.get("compute", "/servers/detail?limit=1&name=contract");
    assertThat(detail.at("/servers")).hasSize(1);
    assertThat(detail.text("/servers_links/0/rel")).isEqualTo("next");
    assertThat(detail.text("/servers_links/0/href"))
        .as("a page that is just full has a next one")
        .contains("/servers/detail?")
        .contains("limit=1")
        .contains("name=contract")
        .contains("marker=" + guest.id());
    Reply last = wire.get("compute", "/servers/detail?name=contract&marker=" + guest.id());
    assertThat(last.at("/servers")).isEmpty();
    assertThat(last.at("/servers_links").isMissingNode()).as("the last page").isTrue();
    Reply marker = wire.get("compute", "/servers?marker=zz");
    assertThat(marker.status()).isEqualTo(400);
    assertThat(marker.message()).isEqualTo("marker [zz] not found");
    Reply unknown = wire.get("compute", "/servers?nonsense=1");
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.message()).contains("'nonsense' does not match any of the regexes: '^_'");
    Reply all = wire.get("compute", "/servers/detail?all_tenants=1");
    assertThat(all.status()).isEqualTo(403);
    assertThat(all.message())
        .isEqualTo(
            "Policy doesn't allow os_compute_api:servers:detail:get_all_tenants to be performed.");
    assertThat(wire.get("compute", "/servers/nonsense").message())
        .isEqualTo("Instance nonsense could not be found.");
  }

  @Test
  void keypairsBelongToUsers() {
    String body =
        """
        {"keypair": {"name": "contract", "type": "ssh", "public_key":
         "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKLlCFbTDs0JVxkQ4y7yzEzpvCHyJWXJd6Yk1bLQ8Gde a@b"}}
        """;
    assertThat(wire.make("compute", "/os-keypairs", "keypair", body).path("fingerprint").asString())
        .isEqualTo("eb:04:e5:dc:ba:69:e5:03:b6:30:74:53:09:54:34:a2");
    Reply twice = wire.post("compute", "/os-keypairs", body);
    assertThat(twice.status()).isEqualTo(409);
    assertThat(twice.message()).isEqualTo("Key pair 'contract' already exists.");
    Reply bad =
        wire.post(
            "compute",
            "/os-keypairs",
            "{\"keypair\": {\"name\": \"x\", \"type\": \"ssh\", \"public_key\": \"bad\"}}");
    assertThat(bad.status()).isEqualTo(400);
    assertThat(bad.message()).isEqualTo("Keypair data is invalid: failed to generate fingerprint");
    Reply missing = wire.delete("compute", "/os-keypairs/nope");
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.message()).isEqualTo("Keypair nope not found for user " + wire.userId);
  }
}
