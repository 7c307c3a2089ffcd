package io.anyrack.fakestack.contract;

import static org.assertj.core.api.Assertions.assertThat;

import tools.jackson.databind.JsonNode;

/** A server made for a test. */
record Guest(Wire wire, String id) {
  String path() {
    return "/servers/" + id;
  }

  Reply act(String body) {
    return act(body, "2.93");
  }

  Reply act(String body, String microversion) {
    return wire.call("compute", "POST", path() + "/action", body, microversion);
  }

  Reply show() {
    return wire.get("compute", path());
  }

  /** Waits until it has this status and no task. */
  JsonNode await(String status) {
    return wire.await(
            id + " " + status,
            this::show,
            reply ->
                reply.text("/server/status").equals(status)
                    && reply.at("/server/OS-EXT-STS:task_state").isNull())
        .at("/server");
  }

  /** Does an action that must be accepted, and waits for its end. */
  JsonNode act(String body, String microversion, String status) {
    Reply reply = act(body, microversion);
    assertThat(reply.status()).as("%s: %s", body, reply).isIn(200, 202);
    return await(status);
  }

  void refused(String body, int status, String message) {
    Reply reply = act(body);
    assertThat(reply.status()).as("%s: %s", body, reply).isEqualTo(status);
    assertThat(reply.message()).isEqualTo(message);
  }

  /** Refused because of its vm_state. */
  void refusedInState(String body, String action, String state) {
    refused(
        body,
        409,
        "Cannot '%s' instance %s while it is in vm_state %s".formatted(action, id, state));
  }
}
